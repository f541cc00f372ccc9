"""Where the program's own files lie, in a clone and in an installed package."""

from __future__ import annotations

from pathlib import Path

# Found without importlib.resources, which brings archives and temporary files to every start: the
# program is a folder.
_PROGRAM = Path(__file__).parents[1]

#: Figures, names, palettes and words, each with its label.
DATA = _PROGRAM / "data"

#: The boundary sets: inside the package where it is installed, beside it in a clone.
SHAPES = next((p for p in (_PROGRAM / "shapes",) if p.is_dir()), _PROGRAM.parent / "shapes")

#: The page's script, likewise. In the package it has a folder of its own: Streamlit puts that on
#: Python's path and reads ``.streamlit`` there.
PAGE = next((p for p in (_PROGRAM / "page" / "app.py",) if p.is_file()), _PROGRAM.parent / "app.py")
