"""What the command line says, in the language that ``--lang`` names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import click

from geo.cli.options import Option
from geo.model import LANGUAGES, Language, Text, UnknownNameError, word

#: The option of every command that has something to say.
Lang = Annotated[str, Option("--lang", help="The language of what is said: en or zh.")]


def language_of(lang: str) -> Language:
    """The language that an option's value names.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    """
    for language in LANGUAGES:
        if language == lang:
            return language
    raise UnknownNameError("language", lang, LANGUAGES)


def asked_language(arguments: Sequence[str]) -> Language:
    """The language that ``--lang`` names among arguments that nobody has parsed yet; English where
    it names none. Errors are told in it, whatever else is wrong with the arguments."""
    parts = [part for argument in arguments for part in argument.split("=", 1)]
    asked = [value for option, value in pairwise(parts) if option == "--lang"]
    return next((language for language in LANGUAGES if asked[-1:] == [language]), "en")


def words(key: str, language: Language, **values: object) -> str:
    """A line of the command line, or a part of one."""
    return word(key, language, section="cli", **values)


def say(key: str, language: Language, **values: object) -> None:
    """Print a line on standard error."""
    click.echo(words(key, language, **values), err=True)


def either(name: Text) -> Text:
    """A name in both languages; where one has none, in the other."""
    return Text(name.en or name.zh, name.zh or name.en)
