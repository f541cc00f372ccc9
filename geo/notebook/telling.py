"""Errors in the language that was asked for, with what would be right as Python writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from geo.model import LANGUAGES, GeoError, Language, QuestionError, UnknownNameError

#: Sentences name the options of the command line; here they are arguments.
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


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
        error.args = (_in_python(error.asked(language)) + _answers(error, language),)
        raise
    except GeoError as error:
        error.args = (_in_python(error.told(language)),)
        raise


def _in_python(sentence: str) -> str:
    return _OPTION.sub(lambda option: f"{option[1].replace('-', '_')}=", sentence)


def _answers(error: QuestionError, language: Language) -> str:
    """The answers, a line each, as the arguments that settle the question."""
    return "".join(
        f"\n  {', '.join(f'{name}={value!r}' for name, value in answer.choices.items())}"
        f"  {answer.meaning[language]}"
        for answer in error.answers
    )
