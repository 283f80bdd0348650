"""The package for the new owner: made by policy, taken in whole, twice without a change."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import FileProblem, NotAllowed, Refused
from desktop.domain.vocabulary import HandoverGroup, RequestKind
from desktop.export.sealed_package import new_signing_key, seal, unseal
from desktop.services import handover_taking
from desktop.services.disclosures import DisclosureRow
from desktop.services.handovers import HandoverMade, read_package
from desktop.services.queue_row import ViewFilter
from desktop.services.requests import NewRequest
from desktop.services.trail import broken_links
from desktop.storage.engine import Database
from tests.services.transition.deal import Deal, deal_of
from tests.services.world import build_world

WORDS = "a passphrase told by phone"


@pytest.fixture
def there(sqlite_files: Callable[[], Database], deal: Deal) -> Any:
    """The new owner's own desk, with clinics, colleagues and numbers of the same names."""
    database = sqlite_files()
    yield deal_of(build_world(database, deal.world.clock))
    database.close()


@pytest.fixture
def told(deal: Deal) -> Deal:
    """Juniper consented, has heard two versions, waits for an answer and asked for her records;
    Hazel said no; Rowan spoke for Juniper."""
    world = deal.world
    first = deal.say("One.")
    deal.tell(first, world.juniper)
    deal.tell(first, world.rowan, subject_id=world.juniper)
    deal.tell(first, world.hazel)
    struck = deal.tell(first, world.juniper)
    deal.disclosures.strike(world.wren, struck, 1, "Told twice", uuid4())
    deal.tell(deal.say("Two."), world.juniper)
    deal.concern(world.juniper, handover_consent="yes", prepaid_cents=5_000, address="1 Elm St")
    deal.concern(world.hazel, handover_consent="no", prepaid_cents=5_000)
    deal.requests.open(
        world.wren, NewRequest(RequestKind.RECORDS, person_id=world.juniper), uuid4()
    )
    deal.waits(world.hazel)
    return deal


def allow(deal: Deal, *groups: HandoverGroup) -> None:
    choices = replace(deal.settings.choices(), handover=frozenset(groups))
    deal.settings.keep(deal.world.lark, choices, uuid4())


def made(deal: Deal, folder: Path) -> HandoverMade:
    return deal.handovers.export(
        deal.world.lark, folder / "kwc.ketwell", WORDS, "The sale", uuid4()
    )


def ledger_of(deal: Deal, person_id: UUID) -> list[tuple[object, ...]]:
    """As a person reads it."""

    def line(row: DisclosureRow) -> tuple[object, ...]:
        return (
            row.id, row.text, row.told_id, row.told_at, row.told_by.split(" (")[0],
            row.struck_reason, row.struck_at,
        )  # fmt: skip

    return sorted(map(line, deal.told(person_id)), key=str)


def test_before_closing_nothing_goes_without_a_sign_off(told: Deal, tmp_path: Path) -> None:
    plan = told.handovers.plan(told.world.lark)
    assert (plan.may_go, plan.counsel) == (False, "")
    with pytest.raises(Refused, match="Closing has not happened"):
        made(told, tmp_path)
    with pytest.raises(NotAllowed):
        told.handovers.sign_off(told.world.wren, "Counsel agreed", uuid4())
    told.handovers.sign_off(told.world.lark, "Counsel of both agreed", uuid4())
    assert made(told, tmp_path).counts["person"] == 1
    allow(told, HandoverGroup.CONSENTED, HandoverGroup.PREPAID)
    with pytest.raises(Refused, match="Closing has not happened"):
        made(told, tmp_path)
    told.mark()
    assert told.handovers.plan(told.world.lark).may_go


def test_policy_says_who_goes_and_no_is_no(told: Deal) -> None:
    plan = told.handovers.plan(told.world.lark)
    assert (plan.counts["person"], plan.counts["callback"], plan.counts["request"]) == (1, 1, 1)
    assert plan.left_behind["callback"] == 1
    assert plan.left_behind["consent_refused"] == 1
    allow(told, *HandoverGroup)
    plan = told.handovers.plan(told.world.lark)
    assert plan.counts["person"] == 1, "Hazel said no, whatever else is true of her"
    allow(told)
    assert told.handovers.plan(told.world.lark).counts["person"] == 0


def test_taken_in_the_ledger_is_the_same_and_twice_changes_nothing(
    told: Deal, there: Deal, tmp_path: Path
) -> None:
    told.mark()
    package = made(told, tmp_path)
    juniper = told.world.juniper
    taken = there.handovers.take_in(there.world.lark, package.file, WORDS, uuid4(), package.signer)
    assert taken.said == "1 person taken in."
    assert ledger_of(there, juniper) == [
        row for row in ledger_of(told, juniper) if row[2] == juniper
    ]
    assert there.statements.versions(there.world.wren)[0].withdrawn_reason == "Handed over by KWC"
    assert there.words() is None, "the old owner's words are not this desk's"
    (request,) = there.requests.of_person(there.world.wren, juniper)
    assert request.callback_id is not None
    (callback,) = there.stored("callback")
    assert (callback["person_id"], callback["state"]) == (juniper, "open")
    (person,) = there.stored("person", id=juniper)
    assert (person["address"], person["prepaid_cents"]) == ("1 Elm St", 5_000)
    names = {row["name"] for row in there.stored("user_account")}
    assert {"Wren Hill", "Wren Hill (KWC)"} <= names
    assert {row["name"] for row in there.stored("site")} >= {"Phoenix", "Phoenix (KWC)"}
    before = {name: there.stored(name) for name in ("person", "disclosure", "change", "request")}
    again = there.handovers.take_in(there.world.lark, package.file, WORDS, uuid4())
    assert again.said == "All of it is here already. Nothing was changed."
    assert {name: there.stored(name) for name in before} == before
    assert not list(broken_links(there.world.database))


def test_what_is_open_is_kept_by_who_takes_it_in(told: Deal, there: Deal, tmp_path: Path) -> None:
    world = told.world
    told.concern(world.rowan, handover_consent="yes")
    owner = {"owner_team_id": world.chicago_team, "owner_user_id": world.robin.user_id}
    mine = told.waits(world.rowan, on=None, days=1, **owner)
    told.mark()
    package = made(told, tmp_path)
    there.handovers.take_in(there.world.lark, package.file, WORDS, uuid4(), package.signer)

    here = (there.world.front_desk, None)
    open_now = [*there.stored("callback", state="open"), *there.stored("request")]
    assert mine in {row["id"] for row in open_now}
    assert {(row["owner_team_id"], row["owner_user_id"]) for row in open_now} == {here}
    robin = there.world.robin
    team = there.callbacks.queue(robin, ViewFilter("team")).rows
    assert mine in {row.id for row in team}
    until = there.now + timedelta(days=30)
    due_then = there.callbacks.due_for_reminder(robin, there.now, until)
    assert mine in {row.id for row in due_then}


def test_broken_off_in_between_it_is_gone_on_with(
    told: Deal, there: Deal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.mark()
    package = made(told, tmp_path)
    monkeypatch.setattr(handover_taking, "PART", 1)
    seen: list[str] = []
    real = there.ledger.write

    def until_the_person(actor: Any, action: str, *rest: Any, **more: Any) -> Any:
        seen.append(action)
        if len(seen) == 9:
            raise FileProblem("The power went out.")
        return real(actor, action, *rest, **more)

    monkeypatch.setattr(there.ledger, "write", until_the_person)
    with pytest.raises(FileProblem):
        there.handovers.take_in(there.world.lark, package.file, WORDS, uuid4())
    there.handovers.take_in(there.world.lark, package.file, WORDS, uuid4())
    juniper = told.world.juniper
    assert len(ledger_of(there, juniper)) == 3


def test_a_damaged_or_foreign_package_is_refused_whole(
    told: Deal, there: Deal, tmp_path: Path
) -> None:
    told.mark()
    package = made(told, tmp_path)
    before = there.stored("change")
    whole = package.file.read_bytes()
    files = dict(unseal(whole, WORDS).files)

    def refused(data: bytes, why: str, words: str = WORDS, signer: str = "") -> None:
        file = tmp_path / "bad.ketwell"
        file.write_bytes(data)
        with pytest.raises(Refused, match=why):
            there.handovers.take_in(there.world.lark, file, words, uuid4(), signer)

    refused(whole[:-1], "damaged")
    refused(whole[:400] + bytes([whole[400] ^ 1]) + whole[401:], "damaged")
    refused(b"a letter", "no handover package")
    refused(whole, "passphrase does not open", words="some other passphrase")
    refused(whole, "signed by another key", signer="0000 1111")
    cut = {**files, "disclosure.jsonl": b"".join(files["disclosure.jsonl"].splitlines(True)[1:])}
    refused(seal(cut, WORDS, new_signing_key()), "damaged")
    refused(seal({"cover.txt": b"x"}, WORDS, new_signing_key()), "no handover package")
    refused(seal(_without_people(files), WORDS, new_signing_key()), "damaged")
    refused(seal(_with_another_kind(files), WORDS, new_signing_key()), "no handover package")
    assert there.stored("change") == before


def _without_people(files: dict[str, bytes]) -> dict[str, bytes]:
    """Well made, but the ledger refers to nobody."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["person"] = {"count": 0, "sha256": handover_taking.sha256(b"")}
    return {**files, "person.jsonl": b"", "manifest.json": json.dumps(manifest).encode()}


def _with_another_kind(files: dict[str, bytes]) -> dict[str, bytes]:
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["setting"] = {"count": 0, "sha256": handover_taking.sha256(b"")}
    return {**files, "setting.jsonl": b"", "manifest.json": json.dumps(manifest).encode()}


def test_it_opens_without_a_server_and_says_what_is_in_it(told: Deal, tmp_path: Path) -> None:
    told.mark()
    package = made(told, tmp_path)
    read = read_package(package.file, WORDS)
    assert read.counts == package.counts
    assert (read.digest, read.signer) == (package.digest, package.signer)
    assert "Handover of KWC from Delic to Peter/PetraMD" in read.summary
    assert "to be confirmed by counsel" in read.summary
    assert "People: 1" in read.summary
    assert b"Hazel" not in b"".join(read.files.values())
    assert b"password" not in b"".join(read.files.values())
    with pytest.raises(FileProblem, match="cannot be read"):
        read_package(tmp_path / "nowhere.ketwell", WORDS)


def test_why_it_goes_is_asked_and_kept(told: Deal, tmp_path: Path) -> None:
    told.mark()
    target = tmp_path / "x.ketwell"
    with pytest.raises(Refused, match="needs a reason"):
        told.handovers.export(told.world.lark, target, WORDS, " ", uuid4())
    assert not target.exists()
    package = made(told, tmp_path)
    (log,) = told.stored("export")
    kept = (log["what"], log["format"], log["reason"], log["row_count"])
    assert kept == ("handover", "ketwell", "The sale", package.counts["person"])


def test_a_short_passphrase_is_refused(told: Deal, tmp_path: Path) -> None:
    told.mark()
    with pytest.raises(Refused, match="too short"):
        told.handovers.export(told.world.lark, tmp_path / "x.ketwell", "short", "The sale", uuid4())
    assert list(tmp_path.glob("*.ketwell")) == []
