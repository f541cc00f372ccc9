"""Names of columns, each its own."""

from __future__ import annotations

import pytest

from geo.model.column_names import unique_names


@pytest.mark.parametrize(
    ("names", "unique"),
    [
        (["a", "b"], ("a", "b")),
        (["a", "", "b", ""], ("a", "column 2", "b", "column 4")),
        (["a", "a", "a"], ("a", "a (2)", "a (3)")),
        (["a", "a (2)", "a"], ("a", "a (2)", "a (3)")),
        (["a", "a", "a (2)"], ("a", "a (2)", "a (2) (2)")),
        (["column 2", ""], ("column 2", "column 2 (2)")),
    ],
)
def test_each_name_stands_once(names: list[str], unique: tuple[str, ...]) -> None:
    assert unique_names(names) == unique


def test_names_that_are_taken_are_passed_over() -> None:
    assert unique_names(["adcode", "GDP"], taken=["adcode"]) == ("adcode (2)", "GDP")
