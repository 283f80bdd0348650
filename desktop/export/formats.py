"""The formats there are."""

from collections.abc import Mapping

from desktop.export.csv_writer import CsvWriter
from desktop.export.table import Writer
from desktop.export.xlsx_writer import XlsxWriter

WRITERS: Mapping[str, Writer] = {
    "csv": CsvWriter(),
    "xlsx": XlsxWriter(),
}
"""By the name that the command line takes."""
