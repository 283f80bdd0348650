"""Which approved words hold at a moment: exactly one version, or none."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.statements import Edition, current, ended_at, not_before, standing
from desktop.domain.vocabulary import (
    Language,
    MilestoneKind,
    StatementStanding,
    StatementState,
)

NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
CHICAGO = UUID(int=7)
EN, ES = Language.ENGLISH, Language.SPANISH
DAY = timedelta(days=1)


def edition(number: int, days: float, **more: object) -> Edition:
    """Approved so many days from now, for every clinic, in English."""
    values: dict[str, object] = {
        "id": UUID(int=number),
        "number": number,
        "site_id": None,
        "language": EN,
        "state": StatementState.APPROVED,
        "approved_at": NOW + days * DAY,
        "effective_from": None,
        "effective_until": None,
        "until_milestone": None,
        "withdrawn_at": None,
    }
    return Edition(**{**values, **more})  # type: ignore[arg-type]


def nothing(_kind: MilestoneKind, _site: UUID | None) -> bool:
    return False


def holds(
    editions: Sequence[Edition],
    at: datetime = NOW,
    site: UUID | None = None,
    language: Language = EN,
) -> int | None:
    found = current(editions, site, language, at, nothing)
    return found.number if found else None


def test_the_newest_holds_and_what_it_replaced_never_comes_back() -> None:
    two, three = edition(2, -9), edition(3, -4, effective_until=NOW + DAY)
    assert holds([two, three]) == 3
    assert holds([two, three], NOW + DAY) is None
    assert standing(two, [two, three], NOW, nothing) is StatementStanding.SUPERSEDED
    assert standing(three, [two, three], NOW + DAY, nothing) is StatementStanding.ENDED
    assert ended_at(two, [two, three], NOW) == three.approved_at


def test_planned_words_wait_for_their_time() -> None:
    two, three = edition(2, -9), edition(3, -1, effective_from=NOW + DAY)
    assert holds([two, three]) == 2
    assert standing(three, [two, three], NOW, nothing) is StatementStanding.PLANNED
    assert holds([two, three], NOW + DAY) == 3


def test_a_draft_holds_nowhere_and_nor_do_withdrawn_words() -> None:
    draft = edition(1, 0, approved_at=None, state=StatementState.DRAFT)
    assert holds([draft]) is None
    two = edition(2, -9)
    three = edition(3, -4, state=StatementState.WITHDRAWN, withdrawn_at=NOW - DAY)
    assert holds([two, three]) is None, "they take a message, they do not say the old words again"
    early = edition(
        4, -3, state=StatementState.WITHDRAWN, withdrawn_at=NOW - DAY, effective_from=NOW + DAY
    )
    assert holds([two, early], NOW + 2 * DAY) == 2, "it was withdrawn before it ever held"


def test_a_clinics_own_words_go_first_and_end_as_planned() -> None:
    general = edition(2, -9)
    own = edition(3, -4, site_id=CHICAGO, effective_until=NOW + DAY)
    assert holds([general, own], site=CHICAGO) == 3
    assert holds([general, own]) == 2
    assert holds([general, own], NOW + DAY, CHICAGO) == 2


def test_after_a_clinics_own_words_were_withdrawn_somebody_has_to_look() -> None:
    general = edition(2, -9)
    own = edition(3, -4, site_id=CHICAGO, state=StatementState.WITHDRAWN, withdrawn_at=NOW - DAY)
    assert holds([general, own], site=CHICAGO) is None
    assert holds([general, own, edition(4, -0.5)], site=CHICAGO) == 4


def test_words_end_with_their_milestone() -> None:
    until = edition(2, -9, until_milestone=MilestoneKind.CLOSING)

    def closed(kind: MilestoneKind, _site: UUID | None) -> bool:
        return kind is MilestoneKind.CLOSING

    assert holds([until]) == 2
    assert current([until], None, EN, NOW, closed) is None


def test_a_language_has_its_own() -> None:
    english, spanish = edition(2, -9), edition(1, -20, language=ES)
    assert (holds([english, spanish]), holds([english, spanish], language=ES)) == (2, 1)
    assert holds([english], language=ES) is None


def test_a_clock_that_was_set_back_brings_nothing_back() -> None:
    two, three = edition(2, -9), edition(3, -4)
    assert holds([two, three], NOW - 6 * DAY) == 3, "an approval counts whatever the clock says"
    assert not_before(NOW - 6 * DAY, [NOW, None]) == NOW


_DAYS = st.one_of(st.none(), st.integers(-20, 20).map(lambda days: NOW + days * DAY))


@st.composite
def _editions(draw: st.DrawFn) -> list[Edition]:
    count = draw(st.integers(0, 6))
    found = []
    for number in range(1, count + 1):
        approved = draw(_DAYS)
        withdrawn = draw(st.booleans())
        state = StatementState.APPROVED if approved else StatementState.DRAFT
        found.append(
            edition(
                number,
                0,
                site_id=draw(st.sampled_from([None, CHICAGO])),
                language=draw(st.sampled_from(Language)),
                approved_at=approved,
                state=StatementState.WITHDRAWN if withdrawn else state,
                withdrawn_at=(approved or NOW) + DAY if withdrawn else None,
                effective_from=draw(_DAYS),
                effective_until=draw(_DAYS),
                until_milestone=draw(st.sampled_from([None, *MilestoneKind])),
            )
        )
    return found


@given(_editions(), st.integers(-25, 25), st.frozensets(st.sampled_from(MilestoneKind)))
def test_exactly_one_or_none_and_never_one_that_is_over(
    editions: list[Edition], days: int, marked: frozenset[MilestoneKind]
) -> None:
    def happened(kind: MilestoneKind, _site: UUID | None) -> bool:
        return kind in marked

    at = NOW + days * DAY
    for site in (None, CHICAGO):
        for language in Language:
            found = current(editions, site, language, at, happened)
            if found is None:
                continue
            assert standing(found, editions, at, happened) is StatementStanding.CURRENT
            assert found.language is language
            assert found.site_id in (None, site)
            assert found.effective_until is None or at < found.effective_until
            assert found.until_milestone not in marked
    for scope in {each.scope for each in editions}:
        standings = [
            standing(each, editions, at, happened) for each in editions if each.scope == scope
        ]
        assert standings.count(StatementStanding.CURRENT) <= 1
