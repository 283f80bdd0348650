"""How an import goes, for whoever left its screen and works on elsewhere."""

from dataclasses import dataclass

from desktop.services.import_plan import ImportCounts, ImportProgress, ImportStep
from desktop.ui.imports.import_words import progress_words

THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class ImportNews:
    """``words`` is how far it is, or what happened once it ``ended`` (``well`` or not);
    ``twice`` rows of the file are there more than once."""

    file: str
    words: str
    done: int = 0
    """Of a thousand."""
    twice: int = 0
    ended: bool = False
    well: bool = True
    stopping: bool = False


def running(file: str, counts: ImportCounts, progress: ImportProgress | None) -> ImportNews:
    """Rows are being written; ``progress`` None: it has just begun."""
    if progress is None:
        return ImportNews(file, f"0 of {counts.read:,}", twice=counts.duplicates)
    if progress.step is ImportStep.TAKING_BACK:
        return ImportNews(file, progress_words(progress), stopping=True)
    share = min(1.0, progress.done / max(1, progress.of))
    rows = f"{int(counts.read * share):,} of {counts.read:,}"
    _percent, _, left = progress_words(progress).partition(" · ")
    words = f"{rows} · {left}" if left else rows
    return ImportNews(file, words, int(THOUSANDTHS * share), counts.duplicates)
