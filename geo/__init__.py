"""Province Atlas: maps of China's provinces, from shapefile and table to page and picture.

from geo.export import export
from geo.pipeline import MapRequest, build

png = export(build(MapRequest("ccid-projects")), "png")
"""

__version__ = "0.1.0"
