"""A Choropleth becomes the bytes of a file.

What a picture needs is loaded when it is asked for: a map of the catalogue waits neither for what
reads a file of jobs nor for what writes a workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import later

if TYPE_CHECKING:
    from geo.export.batch import draw_batch, run_batch
    from geo.export.bundle import make_bundle, zipped
    from geo.export.catalogue import CATALOGUE_FORMATS, export_catalogue
    from geo.export.choices import OWN_SIZE, ExportChoices
    from geo.export.data import beside_title, data_rows
    from geo.export.files import write_file
    from geo.export.formats import FORMATS, OF_ONE, PICTURES, SLIDES, Slides, export, format_of
    from geo.export.honoured import HONOURED, as_honoured, for_file
    from geo.export.jobs import Job, draw_job, make_jobs, read_batch, to_work
    from geo.export.label_file import to_label_file
    from geo.export.parents import stem_of
    from geo.export.periods import build_periods, choose_periods, maps_of, requests_of
    from geo.export.previews import Preview, preview

__all__ = [
    "CATALOGUE_FORMATS",
    "FORMATS",
    "HONOURED",
    "OF_ONE",
    "OWN_SIZE",
    "PICTURES",
    "SLIDES",
    "ExportChoices",
    "Job",
    "Preview",
    "Slides",
    "as_honoured",
    "beside_title",
    "build_periods",
    "choose_periods",
    "data_rows",
    "draw_batch",
    "draw_job",
    "export",
    "export_catalogue",
    "for_file",
    "format_of",
    "make_bundle",
    "make_jobs",
    "maps_of",
    "preview",
    "read_batch",
    "requests_of",
    "run_batch",
    "stem_of",
    "to_label_file",
    "to_work",
    "write_file",
    "zipped",
]

_LATER = {
    "batch": ("draw_batch", "run_batch"),
    "bundle": ("make_bundle", "zipped"),
    "catalogue": ("CATALOGUE_FORMATS", "export_catalogue"),
    "choices": ("OWN_SIZE", "ExportChoices"),
    "data": ("beside_title", "data_rows"),
    "files": ("write_file",),
    "formats": ("FORMATS", "OF_ONE", "PICTURES", "SLIDES", "Slides", "export", "format_of"),
    "honoured": ("HONOURED", "as_honoured", "for_file"),
    "jobs": ("Job", "draw_job", "make_jobs", "read_batch", "to_work"),
    "label_file": ("to_label_file",),
    "parents": ("stem_of",),
    "periods": ("build_periods", "choose_periods", "maps_of", "requests_of"),
    "previews": ("Preview", "preview"),
}

__getattr__ = later(__name__, _LATER)
