"""The short way to the zone of a number answers what the long way answers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services.many_zones import Zones
from desktop.services.reach import zones_at

AMERICAN = st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True)
TWO_ZONES = st.sampled_from(
    ["+1208", "+1219", "+1502", "+1701", "+1850", "+1800", "+1915"]
).flatmap(lambda area: st.from_regex(r"[0-9]{7}", fullmatch=True).map(lambda rest: area + rest))
OTHERS = st.sampled_from([None, "+442079460018", "+525512345678", "+1602555", "+11025550144"])


@settings(max_examples=400)
@given(AMERICAN | TWO_ZONES | OTHERS)
def test_zones(e164: str | None) -> None:
    found = Zones("America/Phoenix")
    assert found.candidates(e164) == zones_at(None, e164, "America/Phoenix")
    assert found.of(e164) == zones_at(None, e164, "America/Phoenix").zones[0]
    # Asked again it is answered from what was found for the exchange.
    if e164 and len(e164) == 12:
        other = f"{e164[:8]}9999"
        assert found.of(other) == zones_at(None, other, "America/Phoenix").zones[0]
