"""What a number tells of itself."""

import subprocess
import sys
from zoneinfo import ZoneInfo

from desktop.domain.numbers import NumberKind, kind_of, place_of, read_number, zones_of


def test_what_a_number_tells_of_itself() -> None:
    chicago, free, london = map(read_number, ("+13125550147", "855-KET-WELL", "+44 20 7946 0018"))
    assert (chicago.kind, chicago.zones) == (NumberKind.UNKNOWN, ("America/Chicago",))
    assert chicago.place == "Chicago, IL"
    assert (free.kind, free.zones, free.place) == (NumberKind.TOLL_FREE, (), None)
    assert (london.kind, london.zones, london.place) == (
        NumberKind.FIXED,
        ("Europe/London",),
        "London",
    )
    nothing = read_number("anonymous")
    assert (nothing.kind, nothing.zones, nothing.place) == (NumberKind.UNKNOWN, (), None)


def test_an_unusual_number_is_placed_by_its_first_digits() -> None:
    assert zones_of("+13121550147") == ("America/Chicago",)


def test_a_number_of_no_area_has_no_zone() -> None:
    assert zones_of("+16005550147") == ()
    assert zones_of("+15550147") == ()
    assert zones_of("+448081570147") == ()  # toll-free in Britain
    assert (zones_of("none"), kind_of("none"), place_of("none")) == ((), NumberKind.UNKNOWN, None)


def test_every_zone_that_a_number_can_have_is_known_here() -> None:
    from phonenumbers.tzdata import TIMEZONE_DATA

    for zone in {zone for zones in TIMEZONE_DATA.values() for zone in zones}:
        assert ZoneInfo(zone).key == zone


def test_loading_this_is_light() -> None:
    """The first window shows numbers; the library comes with the first reading."""
    code = (
        "import sys; from desktop.domain.numbers import display, search_digits; "
        "display('+13125550147'), search_digits('(312) 555'); "
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
