"""The verb ``app``: the page in the browser."""

from __future__ import annotations

import runpy
import sys
from importlib.util import find_spec
from typing import Annotated

from geo.cli.options import Argument
from geo.cli.words import Lang, language_of
from geo.model import PAGE, GeoError

#: What the page needs beside what the other verbs do.
_NEEDED = ("streamlit",)


def app(
    options: Annotated[
        list[str] | None,
        Argument(metavar="[OPTIONS]...", help="Passed on, such as --server.port 8600."),
    ] = None,
    lang: Lang = "en",
) -> None:
    """Open the page, as streamlit run does."""
    language_of(lang)
    if any(find_spec(name) is None for name in _NEEDED):
        raise GeoError("cli.no_page")
    # In this process, so that who ends it ends the server.
    sys.argv = ["streamlit", "run", str(PAGE), *(options or ())]
    runpy.run_module("streamlit", run_name="__main__")
