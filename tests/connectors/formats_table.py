"""Makes docs/formats.md: the formats that are read, and what the readers find in real files.

``KETWELL_SAMPLES=… python -m tests.connectors.formats_table`` writes it; a test holds it against
the readers as they are.
"""

import csv
import os
import sys
from collections import Counter
from pathlib import Path

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import FORMATS, recognise
from desktop.domain.errors import Problem
from desktop.domain.incoming import Ignored, IncomingKind, Taken

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats.md"
_KINDS = {
    IncomingKind.CALL: "calls",
    IncomingKind.LEAD: "leads",
    IncomingKind.CONTACT: "contacts",
}
_HEAD = """# Files that are read

A file's format is found by its content, never by its name. What a row becomes is told in
`desktop/domain/incoming.py`; each format is one file below `desktop/connectors/files/`.

This document is written by `KETWELL_SAMPLES=… python -m tests.connectors.formats_table`; a test
holds it against the readers.

## Formats

| name (`--format`) | what it is | gives |
| --- | --- | --- |
"""
_FILES = """
## What is found in real files

The files are those of others, named as in the folder that `KETWELL_SAMPLES` says; they are not part
of the project. *Taken* are calls, leads or contacts; *ignored* rows are none of ours (an internal
call, a fax); *rejected* rows stay out with a reason. Files that are none of the three (control
traffic, templates, hostile mail) are recognised as nothing.

| file | format found | taken | ignored | rejected |
| --- | --- | ---: | ---: | ---: |
"""


def document(samples: Path) -> str:
    """The whole document."""
    formats = "".join(
        f"| `{each.name}` | {each.title} | {_KINDS[each.kind]} |\n" for each in FORMATS
    )
    with (samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        names = [row["file"] for row in rows]
    return _HEAD + formats + _FILES + "".join(_line(samples, name) for name in names)


def _line(samples: Path, name: str) -> str:
    path = samples / name
    paths = sorted(each for each in path.iterdir()) if path.is_dir() else [path]
    formats: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for each in paths:
        found, counted = _read(each)
        formats[found] += 1
        counts += counted
    found = ", ".join(sorted(formats))
    numbers = " | ".join(str(counts[word]) for word in ("taken", "ignored", "rejected"))
    return f"| {name} | {found} | {numbers} |\n"


def _read(path: Path) -> tuple[str, Counter[str]]:
    """The format that a file is recognised as, and how many rows of each fate."""
    counts: Counter[str] = Counter()
    try:
        content = Content(path)
        best = recognise(content)
        if not best:
            return "none", counts
        for row in best[0].format.read(content, ReadOptions("America/Phoenix")):
            fate = "taken" if isinstance(row, Taken) else "rejected"
            counts["ignored" if isinstance(row, Ignored) else fate] += 1
    except Problem:
        return "refused", counts
    return f"`{best[0].format.name}`", counts


def main() -> int:
    """Write the document."""
    samples = os.environ.get("KETWELL_SAMPLES")
    if not samples:
        print("KETWELL_SAMPLES does not say where the files are.", file=sys.stderr)
        return 2
    DOCUMENT.write_text(document(Path(samples)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
