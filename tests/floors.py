"""The house from the ground up; wings of one floor never import each other."""

from __future__ import annotations

FLOORS = (
    ("model",), ("places",), ("indicators",), ("tables", "maps"), ("registers", "draw"),
    ("export",), ("cli", "notebook", "ui"), ("__main__",),
)  # fmt: skip
