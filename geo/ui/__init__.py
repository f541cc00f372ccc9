"""The pages in the browser, each with a function ``show``, and the widgets they share."""

from geo.ui import data, frame, maps, paper, rollout, sources, widgets

__all__ = ["data", "frame", "maps", "paper", "rollout", "sources", "widgets"]
