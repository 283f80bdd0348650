"""The demo's calls before today's picture: who rang, what about, how it ended."""

from dataclasses import dataclass

from desktop.domain.vocabulary import CallOutcome, Reason


@dataclass(frozen=True, slots=True)
class StoryCall:
    """A call so many ``days`` ago, at a ``minute`` of the desk's day."""

    name: str
    days: int
    minute: int
    reasons: tuple[Reason, ...]
    outcome: CallOutcome
    notes: str


READ_TO = ("Juniper Moss",)
"""Who was read the answer about appointments when they called today."""

PAST_CALLS = (
    # The first one is corrected, see day_calls.
    StoryCall(
        "Juniper Moss",
        0,
        815,
        (Reason.APPOINTMENT,),
        CallOutcome.RESOLVED,
        "Asks if Friday 10:30 still stands.",
    ),
    StoryCall(
        "Juniper Moss",
        14,
        610,
        (Reason.ACQUISITION,),
        CallOutcome.RESOLVED,
        "Read the news about the sale.",
    ),
    StoryCall(
        "Juniper Moss",
        33,
        900,
        (Reason.APPOINTMENT,),
        CallOutcome.RESOLVED,
        "Moved her infusion to Friday.",
    ),
    StoryCall(
        "Rowan Moss",
        14,
        655,
        (Reason.APPOINTMENT,),
        CallOutcome.RESOLVED,
        "Will drive her on Friday.",
    ),
    StoryCall(
        "Hazel Birch",
        1,
        940,
        (Reason.RECORDS,),
        CallOutcome.CALLBACK,
        "Asked where her records are.",
    ),
    StoryCall(
        "Basil Thornby", 0, 763, (Reason.NEW_PATIENT,), CallOutcome.CALLBACK, "Found us on the web."
    ),
    StoryCall(
        "Sage Holloway",
        0,
        558,
        (Reason.ACQUISITION,),
        CallOutcome.CALLBACK,
        "Worried who holds her file.",
    ),
    StoryCall(
        "Heath Barrow",
        0,
        598,
        (Reason.RECORDS,),
        CallOutcome.CALLBACK,
        "Wants a copy for his doctor.",
    ),
    StoryCall(
        "Ivy Larkspur", 0, 658, (Reason.APPOINTMENT,), CallOutcome.CALLBACK, "Cannot come Thursday."
    ),
    StoryCall(
        "Clover Reed", 0, 678, (Reason.APPOINTMENT,), CallOutcome.CALLBACK, "Rings for Poppy."
    ),
    StoryCall(
        "Aspen Brook", 1, 798, (Reason.ACQUISITION,), CallOutcome.CALLBACK, "Heard it on the radio."
    ),
    StoryCall(
        "Olive Marlow", 2, 700, (Reason.REFUND,), CallOutcome.CALLBACK, "Paid for six, had two."
    ),
    StoryCall(
        "Linden Ash", 4, 720, (Reason.REFUND,), CallOutcome.CALLBACK, "Wants the money back."
    ),
    StoryCall(
        "Cedar Pell", 6, 640, (Reason.REFUND,), CallOutcome.CALLBACK, "Will wait for the closing."
    ),
    StoryCall(
        "Fern Oakes", 6, 700, (Reason.REFUND,), CallOutcome.CALLBACK, "Will wait for the closing."
    ),
    StoryCall(
        "Willow Tarn",
        3,
        590,
        (Reason.APPOINTMENT,),
        CallOutcome.RESOLVED,
        "Interpreter was on the line.",
    ),
    StoryCall(
        "Bracken Lea", 0, 505, (Reason.OTHER,), CallOutcome.RESOLVED, "Parking at the clinic."
    ),
    StoryCall(
        "Myrtle Fen",
        1,
        560,
        (Reason.MEDICAL,),
        CallOutcome.TRANSFERRED,
        "Put through to the nurse.",
    ),
)
