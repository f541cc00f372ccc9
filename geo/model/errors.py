"""The errors Province Atlas raises: one base, a few leaves.

Every message says what was wrong, which values, and what would be right, in the reader's language:
the page and the command line show it as it is. The sentences stand in ``data/errors.toml`` in both
languages; an error is made from the name of one, ``section.key``, and the values of its braces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.model.files import DATA
from geo.model.text import LANGUAGES, Language, Text, fill, read_texts

SENTENCES = DATA / "errors.toml"


def sentence(name: str) -> Text:
    """One sentence of ``data/errors.toml`` in both languages.

    Raises
    ------
    KeyError
        If there is no such sentence.
    """
    section, _, key = name.partition(".")
    return read_texts(SENTENCES)[section][key]


def phrase(name: str, /, **values: object) -> Text:
    """A sentence, or a part of one, with its braces filled in: for a brace of another, or to be
    told by itself."""
    return Text(*(fill(sentence(name), language, values) for language in LANGUAGES))


class GeoError(Exception):
    """Base of every error a user can cause and mend.

    ``str(error)`` is English; :meth:`told` is the reader's language.

    Parameters
    ----------
    key
        The name of the sentence, e.g. ``table.no_rows``.
    values
        What its braces are filled with; see :func:`geo.model.text.fill`.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.told("en"))

    def told(self, language: Language) -> str:
        """The message in a language."""
        return fill(sentence(self.key), language, self.values)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors come back from other processes, where their arguments are made into them again.
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[GeoError], args: tuple[object, ...], state: dict[str, object]) -> GeoError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class LabelError(GeoError):
    """A data file whose label is missing, incomplete, or does not match its content."""


class BoundaryError(GeoError):
    """A boundary file that cannot be read or used."""


class MissingCrsError(BoundaryError):
    """A boundary file that does not name its coordinate reference system; ``likely`` is the one
    its positions fit, e.g. ``EPSG:4326``, or nothing."""

    def __init__(self, key: str, /, *, likely: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.likely = likely


class TableError(GeoError):
    """A table that cannot be read, or has no usable key or value column."""


@dataclass(frozen=True)
class Answer:
    """One way to read a table: what it would mean, the option of the command line that says so, and
    the fields of the choices that it settles."""

    meaning: Text
    option: str
    choices: Mapping[str, object]


class QuestionError(TableError):
    """A table that can be read in two ways of which neither is clearly the right one.

    The message asks, and names the answers with the option that settles each; the page offers them
    to choose from.
    """

    def __init__(self, key: str, /, *, answers: Sequence[Answer], **values: object) -> None:
        self.answers = tuple(answers)
        super().__init__(key, **values)

    def asked(self, language: Language) -> str:
        """The question alone."""
        return super().told(language)

    def told(self, language: Language) -> str:
        """The question with its answers, a line each."""
        lines = [f"\n  {answer.option}  {answer.meaning[language]}" for answer in self.answers]
        return self.asked(language) + "".join(lines)


class RegisterError(GeoError):
    """A register of points that cannot be read or counted."""


class SwappedError(RegisterError):
    """A register whose longitudes and latitudes seem to stand in each other's columns."""


class ClassificationError(GeoError):
    """Classes that cannot be made as asked for."""


class AllocationError(GeoError):
    """A total that cannot be shared out as asked for."""


class DrawingError(GeoError):
    """A picture that cannot be drawn as asked for."""


class ExportError(GeoError):
    """A file that cannot be written."""


#: More known names than this are only counted.
_MOST_KNOWN = 12


class UnknownNameError(GeoError):
    """A name that is not in a list of known names; says which known names are nearest.

    Parameters
    ----------
    what
        What it should have been: a key of ``[things]`` in ``data/errors.toml``.
    name, known
        What was given, and all that could have been.
    of
        What the list belongs to, where that must be said.
    """

    def __init__(self, what: str, name: object, known: Iterable[object], *, of: str = "") -> None:
        from rapidfuzz import process  # only needed once something went wrong

        names = [str(one) for one in known]
        near = [match[0] for match in process.extract(str(name), names, limit=3, score_cutoff=50)]
        thing = sentence(f"things.{what}")
        shown: list[object] = [*names[:_MOST_KNOWN]]
        if len(names) > _MOST_KNOWN:
            shown.append(phrase("unknown.more", count=len(names) - _MOST_KNOWN))
        super().__init__(
            "unknown.near" if near else "unknown.name",
            what=phrase("unknown.of", what=thing, of=of) if of else thing,
            name=str(name),
            near=near,
            known=shown,
        )


def unwritable(path: Path, error: OSError) -> ExportError:
    """The error for a file that the system does not let be written."""
    return ExportError("export.unwritable", path=path, reason=error.strerror or str(error))
