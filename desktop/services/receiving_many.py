"""The rows of a file in batches: what is plain in a batch is written together, everything else one
after the other, in the order of the file."""

from collections.abc import Mapping, Sequence

from desktop.domain.incoming import Incoming, IncomingCall, IncomingLead, Receipt
from desktop.services.batch_memory import Memory
from desktop.services.intake_desk import IntakeDesk
from desktop.services.many_calls import take_calls
from desktop.services.many_leads import take_leads

FEWEST = 2
"""For fewer the long way is short enough."""


def take_plain(
    desk: IntakeDesk, memory: Memory, records: Sequence[Incoming]
) -> Mapping[int, Receipt]:
    """Write what is plain among ``records``, all of one kind and source; the receipts by their
    places. The others are left alone."""
    if len(records) < FEWEST or len({each.source for each in records}) > 1:
        return {}
    calls = [each for each in records if isinstance(each, IncomingCall)]
    if len(calls) == len(records):
        return take_calls(desk, memory, calls)
    leads = [each for each in records if isinstance(each, IncomingLead)]
    return take_leads(desk, memory, leads) if len(leads) == len(records) else {}
