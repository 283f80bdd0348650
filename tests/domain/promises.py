"""Times, places and tries for the tests of the promise rules."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from desktop.domain.calling_hours import CallingHours, allowed
from desktop.domain.next_try import Tried
from desktop.domain.vocabulary import AttemptResult, CallbackKind
from desktop.domain.work_days import SiteCalendar, us_holidays
from desktop.domain.zones import Candidates

PHOENIX = "America/Phoenix"
DENVER = "America/Denver"
CHICAGO = "America/Chicago"
SEATTLE = "America/Los_Angeles"
NEW_YORK = "America/New_York"

USUAL = CallingHours()
DESK = SiteCalendar(
    PHOENIX,
    8 * 60,
    18 * 60,
    frozenset(range(5)),
    frozenset({*us_holidays(2026), *us_holidays(2027)}),
)
NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
"""Tuesday, 2:18 pm in Phoenix and Denver, 3:18 in Chicago: the hour of the pictures."""

AT_HOME = (PHOENIX, DENVER, CHICAGO, SEATTLE, NEW_YORK, "America/Boise", "America/Anchorage")
# Half and quarter hours, half an hour of summer time, the date line, summer time in the south.
ANYWHERE = (
    *AT_HOME,
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


def at(zone: str, *when: int) -> datetime:
    """That clock time in ``zone`` as an instant."""
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type,misc]


def only(*zones: str) -> Candidates:
    """A person in one of these zones."""
    return Candidates(zones, certain=len(zones) == 1, ask=False)


def tries(*results: AttemptResult, last: datetime = NOW) -> tuple[Tried, ...]:
    """These tries, a day apart, the newest a day before ``last``."""
    count = len(results)
    return tuple(
        Tried(last - timedelta(days=count - i), result) for i, result in enumerate(results)
    )


def common_minute_within_a_day(moment: datetime, who: Candidates, hours: CallingHours) -> bool:
    """Found the slow way: whether any minute of the next day suits every zone."""
    start = moment.replace(second=0, microsecond=0)
    return any(
        allowed(start + timedelta(minutes=minute), who, hours).allowed
        for minute in range(24 * 60 + 1)
    )


_CHANGES = tuple(
    at(zone, *when)
    for zone in (CHICAGO, SEATTLE, "Europe/London")
    for when in ((2026, 3, 8, 0), (2026, 3, 29, 0), (2026, 11, 1, 0), (2026, 10, 25, 0))
)
_ANY_TIME = st.timedeltas(timedelta(), timedelta(days=8 * 365)).map(
    lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since
)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Any instant; one in three within two days of a change of summer time."""
    if draw(st.integers(0, 2)):
        return draw(_ANY_TIME)
    around = draw(st.timedeltas(timedelta(days=-2), timedelta(days=2)))
    return draw(st.sampled_from(_CHANGES)) + around


def people(zones: Sequence[str] = ANYWHERE) -> st.SearchStrategy[Candidates]:
    """Somebody in one to three zones."""
    some = st.lists(st.sampled_from(zones), min_size=1, max_size=3, unique=True)
    return some.map(lambda found: only(*found))


@st.composite
def wishes(draw: st.DrawFn) -> CallingHours:
    """The usual hours, or narrower ones."""
    if draw(st.booleans()):
        return USUAL
    opens = draw(st.integers(8 * 60, 21 * 60 - 1))
    return CallingHours(opens, draw(st.integers(opens + 1, 21 * 60)))


@st.composite
def sites(draw: st.DrawFn) -> SiteCalendar:
    """A site with any hours, at least one work day, some holidays."""
    opens = draw(st.integers(0, 20 * 60))
    closes = draw(st.integers(opens + 60, 24 * 60))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    off = draw(st.frozensets(st.dates(date(2024, 1, 1), date(2032, 1, 1)), max_size=20))
    return SiteCalendar(draw(st.sampled_from(ANYWHERE)), opens, closes, days, off)


@st.composite
def earlier_tries(draw: st.DrawFn, now: datetime) -> tuple[Tried, ...]:
    """Up to six tries before ``now``, oldest first."""
    gaps = draw(st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=3)), max_size=6))
    moment, found = now, []
    for gap in gaps:
        moment -= gap
        found.append(Tried(moment, draw(st.sampled_from(AttemptResult))))
    return tuple(reversed(found))


KINDS = st.sampled_from(CallbackKind)
RESULTS = st.sampled_from(AttemptResult)
