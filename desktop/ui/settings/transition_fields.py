"""The settings of the transition, declared as data: each field in one line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from desktop.domain.vocabulary import Reason
from desktop.services.transition_settings import TransitionChoices


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: ``key`` names it in code and in :class:`TransitionChoices`; ``reason`` where it is
    the latest date of promises of one reason; ``number`` for whole numbers; ``wide`` for a line of
    its own."""

    key: str
    title: str
    about: str = ""
    number: bool = False
    wide: bool = False
    reason: Reason | None = None

    def read(self, choices: TransitionChoices) -> str:
        """What is kept, as it is shown."""
        if self.reason is not None:
            return str(choices.wait_days_by_reason.get(self.reason, choices.wait_days))
        return str(getattr(choices, self.key))

    def change(self, typed: str) -> Callable[[TransitionChoices], TransitionChoices] | None:
        """What keeping ``typed`` does to the choices; None where a number was wanted."""
        text = " ".join(typed.split())
        if not self.number:
            return self._put(text)
        if not (text.isascii() and text.isdecimal() and len(text) < 6):
            return None
        count, reason = int(text), self.reason
        if reason is not None:
            return lambda choices: replace(
                choices, wait_days_by_reason={**choices.wait_days_by_reason, reason: count}
            )
        return self._put(count)

    def _put(self, value: str | int) -> Callable[[TransitionChoices], TransitionChoices]:
        changed: dict[str, Any] = {self.key: value}
        return lambda choices: replace(choices, **changed)


FIELDS: Final[Mapping[str, tuple[FieldSpec, ...]]] = {
    "The sale": (
        FieldSpec("seller", "Seller"),
        FieldSpec("company", "Company that is sold"),
        FieldSpec("acquirer", "Buyer"),
        FieldSpec("headline", "Headline on the website", wide=True),
    ),
    "Where no words are approved": (
        FieldSpec("manager_name", "Manager to ask", "Empty: the manager on duty"),
        FieldSpec("manager_number", "Their number", "Empty: the one on the Safety card"),
        FieldSpec(
            "stale_after_seconds", "Cut-off, in seconds",
            "Then the words are taken away", number=True,
        ),
    ),
    "Latest dates of promises that wait, in days": (
        FieldSpec("records", "Records", number=True, reason=Reason.RECORDS),
        FieldSpec("refund", "Refunds", number=True, reason=Reason.REFUND),
        FieldSpec("wait_days", "Everything else", number=True),
    ),
    "Requests are due within, in days": (
        FieldSpec("records_days", "Copy of the records", number=True),
        FieldSpec("refund_days", "Refund", number=True),
        FieldSpec("other_days", "Everything else", number=True),
    ),
    "When a machine answers": (
        FieldSpec("voicemail_number", "Number to leave", "One that shows no clinic", wide=True),
    ),
    "When many become due": (
        FieldSpec(
            "calls_per_hour", "Calls an hour", "That one desk can make", number=True
        ),
    ),
}  # fmt: skip
"""The fields under their titles, in order."""
