"""Numbers in classes, as a map would have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.maps import DEFAULT_K, DEFAULT_SCHEME, MANUAL
from geo.maps import classify as make_classes
from geo.model import Classes, ClassificationError, Language
from geo.notebook.telling import told_in

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False)
class Classified:
    """Numbers and the class of each.

    Parameters
    ----------
    made
        The classes ``(low, high]``, the first closed on both sides.
    values
        The numbers, NaN where one is missing; a Series keeps its index.

    Examples
    --------
    >>> import geo
    >>> found = geo.classify([1, 2, 3, None, 10], scheme="equal_interval", k=3)
    >>> found
    <Classified 4 of 5 values, equal_interval, 3 classes: 1-4 (3), 4-7 (0), 7-10 (1)>
    >>> found.classes.to_list()
    [1, 1, 1, <NA>, 3]
    """

    made: Classes
    values: pd.Series = field(repr=False)

    def __repr__(self) -> str:
        edges = [f"{edge:.12g}" for edge in self.edges]
        parts = zip(edges, edges[1:], self.counts, strict=False)
        told = ", ".join(f"{low}-{high} ({count})" for low, high, count in parts)
        return (
            f"<Classified {self.values.count()} of {len(self.values)} values, {self.scheme}, "
            f"{self.k} classes: {told}>"
        )

    @property
    def scheme(self) -> str:
        """How the classes were made."""
        return self.made.scheme

    @property
    def k(self) -> int:
        """How many classes there are; ties and few distinct numbers give fewer than asked for."""
        return self.made.k

    @property
    def edges(self) -> tuple[float, ...]:
        """All edges from lowest to highest, of shape (k + 1,), in the unit of the values."""
        return self.made.edges

    @property
    def counts(self) -> tuple[int, ...]:
        """How many values each class has, of shape (k,)."""
        return self.made.counts(tuple(self.values.dropna()))

    @property
    def classes(self) -> pd.Series:
        """The number of each value's class, from 1, the lowest; missing where the value is."""
        numbers = [pd.NA if isnan(v) else self.made.index(v) + 1 for v in self.values]
        return pd.Series(numbers, index=self.values.index, name="class", dtype="Int64")

    def to_frame(self) -> pd.DataFrame:
        """A row a value: ``value``, ``class`` (from 1), and the edges ``low`` and ``high`` of it;
        indexed as the values were."""
        numbers = self.classes
        low = {n + 1: edge for n, edge in enumerate(self.edges[:-1])}
        high = {n + 1: edge for n, edge in enumerate(self.edges[1:])}
        return pd.DataFrame(
            {
                "value": self.values,
                "class": numbers,
                "low": numbers.map(low).astype(float),
                "high": numbers.map(high).astype(float),
            }
        )


def classify(
    values: ArrayLike | pd.Series, *, scheme: str = DEFAULT_SCHEME,
    k: int = DEFAULT_K, edges: Iterable[float] | None = None, language: Language = "en",
) -> Classified:  # fmt: skip
    """Divide numbers into classes, as a map would.

    Parameters
    ----------
    values
        A list, an array or a Series of shape (n,); NaN, None and ``pd.NA`` are missing.
    scheme
        ``quantiles``, ``equal_interval``, ``fisher_jenks``, ``pretty_breaks``, ``std_mean``,
        ``head_tail_breaks``, ``boxplot`` or ``continuous``.
    k
        The number of classes wished for, 2 to 9; the last four schemes find their own.
    edges
        All edges by hand, lowest and highest included.
    language
        ``en`` or ``zh``: of errors.

    Returns
    -------
    Classified
        Edges, counts, and the class of every value.

    Raises
    ------
    UnknownNameError
        If there is no such scheme; the nearest is named.
    ClassificationError
        If there is no number, one is infinite or a text, ``k`` is out of range, or edges leave
        values out.

    Examples
    --------
    >>> import geo, pandas as pd
    >>> found = geo.classify(pd.Series([3, 1, 2, 9], index=list("abcd")), edges=[0, 2, 10])
    >>> found.classes.to_dict()
    {'a': 2, 'b': 1, 'c': 1, 'd': 2}
    """
    with told_in(language):
        numbers = _numbers(values)
        by_hand = None if edges is None else tuple(map(float, edges))
        made = make_classes(
            numbers.dropna().to_list(), scheme=scheme if edges is None else MANUAL, k=k,
            edges=by_hand,
        )  # fmt: skip
    return Classified(made, numbers)


def _numbers(values: Any) -> pd.Series:
    """Values as floating-point numbers, NaN where one is missing."""
    series = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    try:
        return series.astype("Float64").astype(float)
    except (TypeError, ValueError) as error:
        texts = [value for value in series if isinstance(value, str)] or list(series)
        raise ClassificationError("classify.no_number", value=str(texts[0])[:40]) from error
