"""Parameters that share one description keep their own types and defaults on the API page. (An
extension of griffe, which gives all of them those of the first.)"""

from __future__ import annotations

from typing import Any

from griffe import Docstring, DocstringSectionKind, Extension, Function


class OwnTypes(Extension):
    """Puts right what a docstring says of the types of a function's parameters."""

    def on_function(self, *, func: Function, **_: Any) -> None:
        if func.docstring is not None:
            self._put_right(func.docstring, func)

    def _put_right(self, docstring: Docstring, func: Function) -> None:
        for section in docstring.parsed:
            if section.kind is DocstringSectionKind.parameters:
                for parameter in section.value:
                    if parameter.name in func.parameters:
                        own = func.parameters[parameter.name]
                        parameter.annotation, parameter.value = own.annotation, own.default
