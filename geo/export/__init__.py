"""A Choropleth becomes the bytes of a file."""

from geo.export.batch import draw_batch, run_batch
from geo.export.bundle import make_bundle, zipped
from geo.export.catalogue import CATALOGUE_FORMATS, export_catalogue
from geo.export.choices import OWN_SIZE, ExportChoices
from geo.export.data import beside_title, data_rows
from geo.export.files import write_file
from geo.export.formats import FORMATS, PICTURES, export, format_of
from geo.export.jobs import Job, make_jobs, read_batch, to_work

__all__ = [
    "CATALOGUE_FORMATS",
    "FORMATS",
    "OWN_SIZE",
    "PICTURES",
    "ExportChoices",
    "Job",
    "beside_title",
    "data_rows",
    "draw_batch",
    "export",
    "export_catalogue",
    "format_of",
    "make_bundle",
    "make_jobs",
    "read_batch",
    "run_batch",
    "to_work",
    "write_file",
    "zipped",
]
