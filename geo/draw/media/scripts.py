"""The map's scripts: modules on disk, joined into one script for a browser.

Modules that name each other by address do not open from a file, and folium loads scripts that are
no modules; so each module becomes a function that is called once, in the order of imports.
"""

from __future__ import annotations

import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

STATIC = Path(__file__).with_name("static")

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_OTHERWISE = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_INDENT = re.compile(r"^ +(?://.*\n *)*", re.MULTILINE)
_TYPE = re.compile(r"/\*\* @type [^*]* \*/ *")
_DOCUMENTATION = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n+", re.MULTILINE | re.DOTALL)


@cache
def join_scripts(entry: str, *, folder: Path = STATIC) -> str:
    """A module and all that it imports, as one script.

    Parameters
    ----------
    entry
        The module's name, without its ending.
    folder
        Where the modules are.

    Returns
    -------
    str
        A script that declares no name of its own; what the page may call, the entry sets on
        ``window``. Documentation and indents are left out, so no text may run over lines.

    Raises
    ------
    graphlib.CycleError
        If modules import each other.
    ValueError
        If a module imports or exports in a way that is not understood here.
    """
    sources: dict[str, str] = {}
    imports: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in sources:
            sources[name] = (folder / f"{name}.js").read_text(encoding="utf-8")
            imports[name] = [match[2] for match in _IMPORT.finditer(sources[name])]
            waiting += imports[name]
    order = TopologicalSorter(imports).static_order()
    modules = "\n".join(_as_function(name, sources[name]) for name in order)
    return f'(() => {{\n"use strict";\nconst modules = {{}};\n{modules}\n}})();\n'


def _as_function(name: str, source: str) -> str:
    exported = ", ".join(match[1] for match in _EXPORT.finditer(source))
    body = _DOCUMENTATION.sub("", source)
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = modules.\2;", body))
    if other := _OTHERWISE.search(body):
        raise ValueError(f"{name}.js: cannot be joined: {other[0]}")
    body = _INDENT.sub("", _TYPE.sub("", body))
    return f"modules.{name} = (() => {{\n{body}return {{ {exported} }};\n}})();"
