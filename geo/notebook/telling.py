"""Errors in the language that was asked for, with what would be right as Python writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from geo.model import LANGUAGES, GeoError, Language, QuestionError, UnknownNameError


@contextmanager
def told_in(language: Language) -> Iterator[None]:
    """Whatever is refused inside is told in a language.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    try:
        yield
    except QuestionError as error:
        error.args = (error.asked(language) + _answers(error, language),)
        raise
    except GeoError as error:
        error.args = (error.told(language),)
        raise


def _answers(error: QuestionError, language: Language) -> str:
    """The answers, a line each, as the arguments that settle the question."""
    return "".join(
        f"\n  {', '.join(f'{name}={value!r}' for name, value in answer.choices.items())}"
        f"  {answer.meaning[language]}"
        for answer in error.answers
    )
