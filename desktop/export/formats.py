"""The formats there are."""

from collections.abc import Mapping

from desktop.export.csv_writer import CsvWriter
from desktop.export.table import Writer

WRITERS: Mapping[str, Writer] = {
    "csv": CsvWriter(),
}
"""By the name that the command line takes."""
