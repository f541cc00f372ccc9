"""The pages in the browser, each with a function ``show``, and the widgets they share."""

from geo.ui import data, maps, paper, rollout, sources, widgets

__all__ = ["data", "maps", "paper", "rollout", "sources", "widgets"]
