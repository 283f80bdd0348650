"""Who is in the demo and what was promised to them. Times are minutes before or after "now"."""

from dataclasses import dataclass
from datetime import date

from desktop.domain.vocabulary import (
    AttemptResult,
    MilestoneKind,
    Reason,
    Relation,
    Role,
    Scope,
)

DEMO_PASSWORD = "demo demo demo"  # noqa: S105 - printed in the README, opens plants and birds only
DEMO_PIN = "135790"
TEAM = "Front desk, Phoenix"
DESK = "Front desk 3"
CLERK, MANAGER = "Wren Hill", "Lark Moor"

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class StoryUser:
    """One of the staff."""

    name: str
    role: Role
    has_pin: bool = False


USERS = (
    StoryUser(CLERK, Role.STAFF, has_pin=True),
    StoryUser("Robin Vale", Role.STAFF, has_pin=True),
    StoryUser("Jay Marsh", Role.STAFF),
    StoryUser(MANAGER, Role.MANAGER, has_pin=True),
    StoryUser("Martin Crane", Role.ADMIN),
)

SITES = (
    # name and city, zone, opens, closes (minutes of the day)
    ("Phoenix", "America/Phoenix", 480, 1080),
    ("Chicago", "America/Chicago", 480, 1050),
    ("Denver", "America/Denver", 480, 1050),
    ("Houston", "America/Chicago", 480, 1050),
    ("Las Vegas", "America/Los_Angeles", 480, 1050),
    ("Minneapolis", "America/Chicago", 480, 1050),
    ("Salt Lake City", "America/Denver", 480, 1050),
    ("Seattle", "America/Los_Angeles", 480, 1050),
    ("Tampa", "America/New_York", 480, 1050),
)
HOLIDAYS = ("Thanksgiving Day", "Christmas Day", "New Year’s Day")
"""Which of the federal holidays these clinics keep."""


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """Somebody who calls; ``number`` is shared when two people name the same one."""

    name: str
    kind: str
    city: str
    number: str
    born: date | None = None
    prefers: str | None = None
    language: str = "English"
    interpreter: bool = False


PEOPLE = (
    StoryPerson("Juniper Moss", "Patient", "Chicago", "+13125550147", date(1984, 3, 9)),
    StoryPerson("Rowan Moss", "Spouse", "Chicago", "+13125550147", date(1982, 7, 21)),
    StoryPerson("Hazel Birch", "Patient", "Denver", "+13035550112", None, "Prefers afternoons"),
    StoryPerson("Linden Ash", "Patient", "Seattle", "+12065550163"),
    StoryPerson("Clover Reed", "Mother", "Minneapolis", "+16125550178"),
    StoryPerson("Poppy Reed", "Patient", "Minneapolis", "+16125550179"),
    StoryPerson("Sage Holloway", "Patient", "Las Vegas", "+17025550135"),
    StoryPerson("Basil Thornby", "Web lead", "Tampa", "+18135550129"),
    StoryPerson("Olive Marlow", "Patient", "Salt Lake City", "+18015550154"),
    StoryPerson("Heath Barrow", "Patient", "Houston", "+18325550181"),
    StoryPerson("Ivy Larkspur", "Patient", "Phoenix", "+16025550106"),
    StoryPerson("Aspen Brook", "Patient", "Denver", "+17205550190"),
    StoryPerson("Cedar Pell", "Patient", "Phoenix", "+16025550171"),
    StoryPerson("Fern Oakes", "Patient", "Houston", "+17135550168"),
    StoryPerson("Laurel Dene", "Patient", "Phoenix", "+16025550118"),
    StoryPerson("Bryony Thicket", "Patient", "Denver", "+13035550141"),
    StoryPerson("Willow Tarn", "Patient", "Chicago", "+17735550102", None, None, "Spanish", True),
    StoryPerson("Sorrel Glade", "Patient", "Tampa", "+18135550187"),
    StoryPerson("Yarrow Finley", "Patient", "Seattle", "+12065550119"),
    StoryPerson("Marigold Heath", "Patient", "Las Vegas", "+17025550166"),
    StoryPerson("Alder Combe", "Patient", "Houston", "+18325550123"),
    StoryPerson("Tansy Copse", "Patient", "Salt Lake City", "+18015550175"),
    StoryPerson("Bracken Lea", "Patient", "Phoenix", "+16025550193"),
    StoryPerson("Myrtle Fen", "Patient", "Chicago", "+13125550164"),
)


@dataclass(frozen=True, slots=True)
class StoryTry:
    """One attempt, ``minutes`` before now."""

    minutes: int
    result: AttemptResult
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoryPromise:
    """One open callback. ``due`` and ``promised`` are minutes from now (negative: past).

    ``wall`` fixes the due time instead: (days from today, minute of the caller's day).
    """

    name: str
    reason: Reason
    what: str
    promised: int
    due: int = 0
    wall: tuple[int, int] | None = None
    owner: str = ""
    by: str = CLERK
    tries: tuple[StoryTry, ...] = ()
    milestone: MilestoneKind | None = None
    subject: str = ""
    decide: bool = False


_NO, _VM, _YES = AttemptResult.NO_ANSWER, AttemptResult.VOICEMAIL, AttemptResult.REACHED
_CLOSING = MilestoneKind.CLOSING

PROMISES = (
    StoryPromise(
        "Hazel Birch",
        Reason.RECORDS,
        "News of her records",
        -(22 * 60 + 38),
        -48,
        owner=CLERK,
        tries=(StoryTry(21 * 60 + 28, _VM, CLERK), StoryTry(168, _NO, CLERK)),
    ),
    StoryPromise(
        "Linden Ash",
        Reason.REFUND,
        "When the refund is paid",
        -4 * DAY,
        -18,
        owner="Jay Marsh",
        by="Jay Marsh",
        decide=True,
        tries=(
            StoryTry(3 * DAY, _NO, "Jay Marsh"),
            StoryTry(2 * DAY + 90, _VM, "Jay Marsh"),
            StoryTry(DAY + 200, _NO, "Jay Marsh"),
            StoryTry(26, _VM, "Jay Marsh"),
        ),
    ),
    StoryPromise(
        "Clover Reed",
        Reason.APPOINTMENT,
        "Whether Thursday still stands",
        -180,
        -3,
        subject="Poppy Reed",
    ),
    StoryPromise(
        "Sage Holloway",
        Reason.ACQUISITION,
        "Who holds her file after the sale",
        -300,
        12,
        tries=(StoryTry(218, _NO, "Robin Vale"),),
    ),
    StoryPromise("Basil Thornby", Reason.NEW_PATIENT, "First visit and prices", -95, 27),
    StoryPromise(
        "Olive Marlow",
        Reason.REFUND,
        "The prepaid infusions",
        -2 * DAY,
        42,
        owner="Robin Vale",
        by="Robin Vale",
        tries=(StoryTry(DAY + 240, _NO, "Robin Vale"), StoryTry(DAY - 60, _VM, "Robin Vale")),
    ),
    StoryPromise(
        "Heath Barrow",
        Reason.RECORDS,
        "Copy of the treatment notes",
        -260,
        72,
        owner=CLERK,
        tries=(StoryTry(75, _YES, CLERK, "Asked for later"),),
    ),
    StoryPromise(
        "Ivy Larkspur",
        Reason.APPOINTMENT,
        "A new time next week",
        -200,
        132,
        owner="Jay Marsh",
        by="Jay Marsh",
    ),
    StoryPromise(
        "Juniper Moss",
        Reason.APPOINTMENT,
        "Chicago confirms Friday 10:30",
        -40,
        wall=(1, 600),
    ),
    StoryPromise(
        "Aspen Brook",
        Reason.ACQUISITION,
        "What changes for running treatment",
        -DAY - 60,
        wall=(1, 600),
        owner=CLERK,
        tries=(StoryTry(1, _VM, CLERK),),
    ),
    StoryPromise(
        "Cedar Pell",
        Reason.REFUND,
        "Refund of the prepaid course",
        -6 * DAY,
        wall=(28, 600),
        owner=MANAGER,
        by=MANAGER,
        milestone=_CLOSING,
        tries=(StoryTry(6 * DAY - 90, _YES, MANAGER),),
    ),
    StoryPromise(
        "Fern Oakes",
        Reason.REFUND,
        "Refund of the prepaid course",
        -6 * DAY,
        wall=(28, 690),
        owner=MANAGER,
        by=MANAGER,
        milestone=_CLOSING,
        tries=(StoryTry(5 * DAY, _VM, MANAGER),),
    ),
    *(
        StoryPromise(
            name,
            reason,
            what,
            -days * DAY,
            wall=(28, 660 + 15 * days),
            owner=owner,
            milestone=milestone,
        )
        for days, (name, reason, what, owner, milestone) in enumerate(
            (
                ("Laurel Dene", Reason.ACQUISITION, "Who to ring after closing", "", _CLOSING),
                ("Bryony Thicket", Reason.RECORDS, "Where records move", "", _CLOSING),
                ("Willow Tarn", Reason.APPOINTMENT, "Same doctor afterwards?", "", _CLOSING),
                ("Sorrel Glade", Reason.REFUND, "Refund after the sale", "", _CLOSING),
                ("Yarrow Finley", Reason.ACQUISITION, "New name of the clinic", "", _CLOSING),
                (
                    "Marigold Heath",
                    Reason.RECORDS,
                    "Copy once systems moved",
                    CLERK,
                    MilestoneKind.SYSTEMS_MOVED,
                ),
                ("Alder Combe", Reason.ACQUISITION, "What changes for payment", CLERK, _CLOSING),
                ("Tansy Copse", Reason.REFUND, "Refund after the sale", "Robin Vale", _CLOSING),
                (
                    "Bracken Lea",
                    Reason.APPOINTMENT,
                    "Plan for January",
                    "Jay Marsh",
                    MilestoneKind.SYSTEMS_MOVED,
                ),
                (
                    "Myrtle Fen",
                    Reason.RECORDS,
                    "Copy once systems moved",
                    "Jay Marsh",
                    MilestoneKind.SYSTEMS_MOVED,
                ),
            ),
            start=2,
        )
    ),
)


@dataclass(frozen=True, slots=True)
class StoryPermission:
    """``speaker`` may speak for ``subject``; ``months`` from now until it ends."""

    speaker: str
    subject: str
    relation: Relation
    scope: Scope
    source: str
    months: int


PERMISSIONS = (
    StoryPermission(
        "Rowan Moss", "Juniper Moss", Relation.SPOUSE, Scope.APPOINTMENTS, "Signed form, Chicago", 4
    ),
    StoryPermission(
        "Clover Reed",
        "Poppy Reed",
        Relation.PARENT,
        Scope.EVERYTHING,
        "Signed form, Minneapolis",
        9,
    ),
)
NEVER_RING_HOME = ("Juniper Moss",)
"""Whose home number is never rung."""

STATEMENTS = (
    (1, -20, "KWC is being acquired. Nothing changes for you today."),
    (
        2,
        -14,
        "KWC is being acquired. The sale is announced but not final. We still hold your records.",
    ),
    (
        3,
        -4,
        (
            "KWC is being acquired. The sale is announced but not final. As of today, your "
            "appointments stay as they are. If one has to change, we will call you first. We "
            "still hold your records, and you can ask for a copy at any time."
        ),
    ),
)
"""Number, day from today, and demo wording of the approved statement."""
TOLD = (
    ("Juniper Moss", 2, -14),
    ("Hazel Birch", 2, -14),
    ("Aspen Brook", 3, -1),
    ("Cedar Pell", 2, -6),
)
"""Who was told which statement, on which day from today."""


SIGNED_IN = (("Robin Vale", 380, 312), (CLERK, 290, 222))
"""Who signed in at this desk today: minutes ago, and minutes from now until the sign-in ends."""
SET_ASIDE = ("Hazel Birch", 12, "Rings again about her records. Looking for the")
"""Whose card is set aside, minutes ago, and the half-typed note."""
