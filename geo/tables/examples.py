"""Example tables that come with the program, each with its label."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo.model import DATA, Text, check_hash, read_label, text_of

EXAMPLES = DATA / "examples"


@dataclass(frozen=True)
class Example:
    """A file to try the page with."""

    id: str
    title: Text
    about: Text
    file: str

    def read(self) -> bytes:
        """The file's bytes."""
        return (EXAMPLES / self.file).read_bytes()


@cache
def list_examples() -> tuple[Example, ...]:
    """The examples in the order of their labels.

    Raises
    ------
    LabelError
        If a label is incomplete or does not match its file.
    """
    found = []
    for path in EXAMPLES.glob("*.toml"):
        label = read_label(path, required=("id", "file", "order", "title", "about", "source"))
        check_hash(label, [EXAMPLES / label["file"]])
        example = Example(
            id=label["id"],
            title=text_of(label["title"], f"{path.name} [title]"),
            about=text_of(label["about"], f"{path.name} [about]"),
            file=label["file"],
        )
        found.append((label["order"], example))
    return tuple(example for _, example in sorted(found, key=lambda pair: pair[0]))
