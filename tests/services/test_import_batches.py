"""The rows of a file: written in parts under one identity, taken back whole, but for what others
have told of or worked on since."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop.domain.incoming import Disposition, Fate, Incoming, IncomingKind, Receipt
from desktop.domain.vocabulary import CallOutcome, HoldKind
from desktop.services.holds import Holds
from desktop.services.import_batches import ImportIntake
from tests.services.incoming import HAZELS, STRANGERS, Intake
from tests.services.promises import desk_of
from tests.services.world import World, edit


@dataclass(frozen=True)
class _Plan:
    path: Path = Path("calls.csv")
    format: str = "asterisk"
    kind: IncomingKind = IncomingKind.CALL
    zone: str = "America/Phoenix"
    sha256: str = "00"
    missed_since: date | None = None


@dataclass(frozen=True)
class _Counts:
    read: int = 120
    created: int = 120
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    ignored: int = 0
    rejected: int = 0


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


@pytest.fixture
def imports(intake: Intake) -> ImportIntake:
    """Where imports go."""
    return ImportIntake(intake.world.database, intake.world.ledger, intake.receiving)


def _calls(intake: Intake, first: int, count: int) -> list[Incoming]:
    return [
        intake.call(caller=f"60255501{i % 100:02}", external_id=str(i))
        for i in range(first, first + count)
    ]


def _import(intake: Intake, imports: ImportIntake) -> tuple[UUID, list[Receipt]]:
    wren = intake.world.wren
    import_id = imports.begin(wren, _Plan())
    receipts = [*imports.take(wren, import_id, _calls(intake, 0, 100))]
    receipts += imports.take(wren, import_id, _calls(intake, 100, 20))
    return import_id, receipts


def test_parts_are_written_under_one_identity(intake: Intake, imports: ImportIntake) -> None:
    import_id, receipts = _import(intake, imports)
    imports.finish(intake.world.wren, import_id, _Counts())

    assert {each.fate for each in receipts} == {Fate.CREATED}
    assert len(intake.rows("call")) == 120
    assert len(intake.rows("callback")) == 100, "one promise for each number"
    batch = intake.row("import_batch")
    assert (batch.id, batch.state, batch.created) == (import_id, "done", 120)
    changes = {row.change_id for row in intake.rows("import_part")}
    assert changes == {row.id for row in intake.rows("change", action="import_rows")}
    again = imports.take(intake.world.wren, import_id, _calls(intake, 0, 120))
    assert {each.fate for each in again} == {Fate.UNCHANGED}


@pytest.mark.parametrize("finished", [True, False])
def test_nothing_is_left_of_an_import_that_is_taken_back(
    intake: Intake, imports: ImportIntake, *, finished: bool
) -> None:
    before = len(intake.rows("phone_number"))
    import_id, _ = _import(intake, imports)
    if finished:
        imports.finish(intake.world.wren, import_id, _Counts())

    while imports.take_back(intake.world.wren, import_id):
        pass

    for table in ("call", "callback", "incoming_key"):
        assert intake.rows(table) == []
    assert len(intake.rows("phone_number")) == before
    assert intake.row("import_batch").state == ("undone" if finished else "cancelled")
    assert not imports.take_back(intake.world.wren, import_id)
    anew = imports.take(intake.world.wren, import_id, _calls(intake, 0, 1))
    assert anew[0].fate is Fate.CREATED


def test_what_a_legal_hold_keeps_is_not_taken_back_with_its_import(
    intake: Intake, imports: ImportIntake
) -> None:
    world = intake.world
    import_id = _import_these(
        intake,
        imports,
        intake.call(external_id="A"),
        intake.call(external_id="B", caller=STRANGERS),
    )
    Holds(world.ledger).set(world.lark, world.hazel, HoldKind.LEGAL, "Court order", uuid4())
    _take_back(intake, imports, import_id)
    assert [row.number_id for row in intake.rows("call")] == [world.hazels_number]
    assert [row.number_id for row in intake.rows("callback")] == [world.hazels_number]


def _take_back(intake: Intake, imports: ImportIntake, import_id: UUID) -> None:
    while imports.take_back(intake.world.wren, import_id):
        pass


def _import_these(intake: Intake, imports: ImportIntake, *records: Incoming) -> UUID:
    import_id = imports.begin(intake.world.wren, _Plan())
    imports.take(intake.world.wren, import_id, records)
    return import_id


@pytest.mark.parametrize("in_one_part", [True, False])
def test_who_rang_again_since_is_rung_back_though_the_import_goes(
    intake: Intake, imports: ImportIntake, *, in_one_part: bool
) -> None:
    """The promise goes on for the live call, not for one that goes with the import too."""
    told = [intake.call(external_id="A"), intake.call(external_id="B", caller=HAZELS)]
    told.append(intake.call(external_id="C", caller=STRANGERS))
    if in_one_part:
        import_id = _import_these(intake, imports, *told)
    else:
        import_id = imports.begin(intake.world.wren, _Plan())
        for each in told:
            imports.take(intake.world.wren, import_id, [each])
    intake.later(minutes=20)
    live = intake.take(intake.call(external_id="D", source="3cx"))
    assert live.fate is Fate.CREATED

    _take_back(intake, imports, import_id)

    assert [row.id for row in intake.rows("call")] == [live.record_id]
    promise = intake.row("callback")
    assert (promise.id, promise.call_id, promise.state) == (
        live.callback_id,
        live.record_id,
        "open",
    )


def test_a_missed_call_that_a_clerk_logged_keeps_the_promise_and_undo_ends_it(
    intake: Intake, imports: ImportIntake
) -> None:
    import_id = _import_these(intake, imports, intake.call())
    intake.later(minutes=20)
    logged = intake.phone.log(
        intake.phone.card(CallOutcome.MISSED, number_text=HAZELS, speaker_id=intake.world.hazel)
    )

    _take_back(intake, imports, import_id)

    assert intake.row("callback").call_id == logged.value
    intake.phone.take_back(logged)
    assert intake.rows("callback") == intake.rows("call") == []


@pytest.mark.parametrize("disposition", [Disposition.MISSED, Disposition.VOICEMAIL])
def test_a_call_that_the_phone_system_tells_of_too_stays_with_what_it_asks_for(
    intake: Intake, imports: ImportIntake, disposition: Disposition
) -> None:
    import_id = _import_these(
        intake,
        imports,
        intake.call(Disposition.RINGING, external_id="A"),
        intake.call(disposition, external_id="A"),
        intake.call(disposition, external_id="B", caller=STRANGERS),
    )
    intake.later(seconds=30)
    live = intake.take(intake.call(disposition, external_id="D", source="3cx"))
    assert live.fate is Fate.DUPLICATE
    before = intake.row("call", id=live.record_id)

    _take_back(intake, imports, import_id)

    assert intake.rows("call") == [before]
    assert intake.row("callback").call_id == live.record_id
    messages = [row.call_id for row in intake.rows("voicemail")]
    assert messages == [live.record_id] * (disposition is Disposition.VOICEMAIL)
    assert len(intake.rows("incoming_key")) == 2
    again = intake.take(intake.call(disposition, external_id="D", source="3cx"))
    assert again.callback_id == intake.row("callback").id


def test_a_request_that_came_another_way_too_stays_with_its_promise(
    intake: Intake, imports: ImportIntake
) -> None:
    import_id = _import_these(
        intake,
        imports,
        intake.lead(source="lead-table", external_id=""),
        intake.lead(source="lead-table", external_id="", numbers=(HAZELS,), emails=()),
    )
    intake.later(minutes=5)
    told = intake.take(intake.lead(source="mail", external_id="<1@example.com>"))
    assert told.fate is Fate.DUPLICATE

    _take_back(intake, imports, import_id)

    lead = intake.row("lead")
    assert lead.id == told.record_id
    assert intake.row("callback").id == lead.callback_id
    assert {row.source for row in intake.rows("incoming_key")} == {"lead-table", "mail"}


def test_the_promise_of_a_call_that_was_worked_on_stays_with_it(
    intake: Intake, imports: ImportIntake
) -> None:
    import_id, receipts = _import(intake, imports)
    kept = receipts[50]
    assert kept.record_id is not None
    edit(intake.world, intake.world.robin, "call", kept.record_id, notes="Spoke with them.")

    _take_back(intake, imports, import_id)

    assert (intake.row("callback").id, intake.row("callback").call_id) == (
        kept.callback_id,
        kept.record_id,
    )


def test_what_was_worked_on_since_stays(intake: Intake, imports: ImportIntake) -> None:
    import_id, receipts = _import(intake, imports)
    kept = receipts[50].record_id
    assert kept is not None
    edit(intake.world, intake.world.robin, "call", kept, notes="Spoke with them.")

    while imports.take_back(intake.world.wren, import_id):
        pass

    assert [row.id for row in intake.rows("call")] == [kept]
    assert intake.row("incoming_key").record_id == kept


@pytest.mark.parametrize("how", ["file", "live"])
def test_a_card_that_is_taken_back_leaves_the_promise_of_the_call_it_was_typed_onto(
    intake: Intake, imports: ImportIntake, how: str
) -> None:
    call = intake.call(external_id="7")
    if how == "file":
        _import_these(intake, imports, call)
    else:
        intake.take(call)
    (promised,) = intake.waiting()
    intake.later(minutes=4)
    form = intake.phone.card(CallOutcome.MISSED, number_text=HAZELS, speaker_id=intake.world.hazel)
    logged = intake.phone.log(form)
    assert logged.value == promised.call_id
    intake.phone.take_back(logged)
    assert [row.id for row in intake.waiting()] == [promised.id]


def test_a_message_stays_with_a_promise_that_somebody_is_ringing(
    intake: Intake, imports: ImportIntake
) -> None:
    import_id = _import_these(
        intake,
        imports,
        intake.call(Disposition.VOICEMAIL, message="Please ring me.", recording="x.wav"),
    )
    (promised,) = intake.waiting()
    desk_of(intake.world).callbacks.claim(intake.world.robin, promised.id)
    _take_back(intake, imports, import_id)
    assert intake.row("callback").id == intake.row("voicemail").callback_id == promised.id
    assert intake.row("call").id == promised.call_id


@pytest.mark.parametrize("how", ["live", "another import", "one that is taken back too"])
@pytest.mark.parametrize("what", ["call", "lead"])
def test_what_the_same_source_told_of_again_stays_with_its_promise(
    intake: Intake, imports: ImportIntake, how: str, what: str
) -> None:
    # GIVEN an import that tells of one thing twice, and of another
    told: Incoming = intake.call(external_id="A")
    other: Incoming = intake.call(external_id="B", caller=STRANGERS)
    if what == "lead":
        told = intake.lead(external_id="A", name="Fern Dale", numbers=(HAZELS,))
        other = intake.lead(external_id="B", message="Are you open on Friday?")
    import_id = _import_these(intake, imports, told, told, other)
    # WHEN its source tells of one again, twice, and the import is taken back
    again: UUID | None = None
    for _ in range(2):
        if how == "live":
            assert intake.take(told).fate is Fate.UNCHANGED
        else:
            again = again or imports.begin(intake.world.wren, _Plan())
            (receipt,) = imports.take(intake.world.wren, again, [told])
            assert receipt.fate is Fate.UNCHANGED
    if how == "one that is taken back too" and again is not None:
        _take_back(intake, imports, again)
    _take_back(intake, imports, import_id)
    # THEN that one stays, and is rung
    if how == "one that is taken back too":
        assert intake.rows(what) == intake.waiting() == intake.rows("incoming_key") == []
        return
    kept = intake.row(what)
    assert kept.external_id == "A" if what == "lead" else kept.number_id is not None
    (promised,) = intake.waiting()
    assert kept.id == promised.call_id if what == "call" else kept.callback_id == promised.id
    assert intake.take(told).record_id == kept.id
