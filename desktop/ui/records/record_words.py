"""Kinds of records and what is in them, in words."""

from desktop.domain.kept_words import RECORDS
from desktop.services.person_copy import KeptRecord
from desktop.services.removing import Removal
from desktop.ui.calls.detail_words import Fact


def counted(record: str, many: int) -> str:
    """ "3 calls"."""
    one, more = RECORDS.get(record, (record.replace("_", " "),) * 2)
    return f"{many:,} {one if many == 1 else more}"


def record_facts(record: KeptRecord) -> list[Fact]:
    """What stands in a record."""
    return [Fact(title, words) for title, words in record.fields]


def removal_lines(removal: Removal) -> list[tuple[str, str]]:
    """What goes, what stays and what comes of the trail, each with its icon."""
    goes = ", ".join(counted(record, many) for record, many in removal.removed.items())
    stays = ", ".join(counted(record, many) for record, many in removal.kept.items())
    lines = [("trash-2", f"Goes for good: {goes}.")]
    if stays:
        lines.append(("lock-keyhole", f"Stays, as the law asks: {stays}."))
    if removal.not_to_call:
        many = counted("phone_number", removal.not_to_call)
        end = "stays" if removal.not_to_call == 1 else "stay"
        lines.append(("ban", f"As asked, {many} {end} not to be called, without a name."))
    lines.append(
        (
            "shield-check",
            (
                f"In the trail what stood in {removal.entries:,} entries is taken out. That they "
                "were made stays, and so does that you removed it."
            ),
        )
    )
    lines.append(
        ("history", "Backups have it until they are thinned: twelve months at the longest.")
    )
    return lines
