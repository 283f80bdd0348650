"""``screens``: draw every screen as a PNG. Only the words are here; ``desktop.ui`` draws."""

from pathlib import Path

from desktop.cli.verb import Verbs


def add(verbs: Verbs) -> None:
    """Add ``screens --out DIR``."""
    verb = verbs.add_parser("screens", help="draw every screen as a PNG")
    verb.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to put them")
