"""Somebody leaves, a role changes, a desk is retired; on both engines."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select

from desktop.domain.errors import ChangedSince, NotFound, Refused
from desktop.domain.vocabulary import MilestoneKind, RequestKind, Role
from desktop.services import account_undo
from desktop.services import desks as desk_service
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.desks import Desks
from desktop.services.drafts import Drafts
from desktop.services.leaving import left_words
from desktop.services.passwords import Cost, Passwords
from desktop.services.requests import NewRequest, Requests
from desktop.services.safety_drafts import SafetyDrafts
from desktop.services.safety_form import SafetyForm
from desktop.services.trail import walk
from desktop.services.undo import Undo
from desktop.services.users import Users
from desktop.storage import tables
from tests.services.promises import Desk
from tests.services.world import World, edit

PASSWORD = "copper kettle on a shelf"
_change = tables.metadata.tables["change"]
_items = tables.metadata.tables["change_item"]
_desks = tables.metadata.tables["desk"]


@pytest.fixture
def users(world: World) -> Users:
    return Users(
        world.database, world.ledger, world.clock, Passwords(Cost(passes=1, memory=8, lanes=1))
    )


@pytest.fixture
def undo(world: World) -> Undo:
    inverses = {**account_undo.INVERSES, **desk_service.INVERSES}
    return Undo(world.database, world.ledger, inverses)


def row(world: World, record: str, record_id: UUID) -> Any:
    table = tables.metadata.tables[record]
    with world.database.read() as conn:
        return conn.execute(select(table).where(table.c.id == record_id)).one()


def version(users: Users, world: World, who: Actor) -> int:
    return next(each.version for each in users.list(world.lark) if each.id == who.user_id)


class Work:
    """Everything that Wren has open: two promises (one waits), a request with its callback, a call
    set aside, one half typed, and a Safety card."""

    def __init__(self, desk: Desk, world: World) -> None:
        mine: dict[str, Any] = {"owner_user_id": world.wren.user_id}
        self.world = world
        self.promise = desk.promise(**mine)
        self.wait = desk.promise(person_id=world.hazel, milestone=MilestoneKind.CLOSING, **mine)
        new = NewRequest(RequestKind.RECORDS, person_id=world.juniper, **mine)
        asked = Requests(world.database, world.ledger, world.clock).open(world.wren, new, uuid4())
        assert asked.written.value is not None
        self.request = asked.written.value
        self.drafts, self.safety = (
            Drafts(world.database, world.clock),
            SafetyDrafts(world.database, world.clock),
        )
        self.aside, self.typed, self.card = uuid4(), uuid4(), uuid4()
        self.drafts.set_aside(world.wren, self.aside, CallForm(world.clock.now, notes="One"))
        self.drafts.save(world.wren, self.typed, CallForm(world.clock.now, notes="Two"))
        self.safety.keep(world.wren, self.card, SafetyForm(world.clock.now, note="Three"))

    def owners(self) -> set[UUID | None]:
        records = (("callback", self.promise), ("callback", self.wait), ("request", self.request))
        return {row(self.world, record, each).owner_user_id for record, each in records}

    def cards(self, actor: Actor) -> set[UUID]:
        return {each.id for each in self.drafts.open_drafts(actor)}


@pytest.fixture
def work(desk: Desk, world: World) -> Work:
    return Work(desk, world)


def elsewhere(actor: Actor) -> Actor:
    """The same person at another desk of the team."""
    return replace(actor, desk_id=uuid4())


def test_everything_goes_to_a_named_person_in_one_change_and_comes_back(
    users: Users, undo: Undo, world: World, work: Work
) -> None:
    left = users.leaving(world.lark, world.wren.user_id)
    assert (left.promises, left.waits, left.requests) == (3, 1, 1)
    assert (left.set_aside, left.drafts, left.safety_cards) == (1, 1, 1)
    assert left_words(left) == (
        "Left behind: 3 promises (1 of them waits for an event), 1 request, 1 call set aside, "
        "1 half-typed call, 1 Safety card."
    )
    with world.database.read() as conn:
        before = conn.execute(select(func.count()).select_from(_change)).scalar_one()

    robin = world.robin
    done = users.disable(
        world.lark, world.wren.user_id, version(users, world, world.wren), uuid4(), robin.user_id
    )

    with world.database.read() as conn:
        assert conn.execute(select(func.count()).select_from(_change)).scalar_one() == before + 1
        images = conn.execute(
            select(_items.c.before, _items.c.after).where(_items.c.record == "draft")
        ).all()
        assert list(walk(conn, {}, {})) == []
    # Whose a card is goes into the trail, what was typed on it never does.
    assert len(images) == 2
    assert not any("One" in text or "Two" in text for image in images for text in image if text)
    assert work.owners() == {robin.user_id}
    assert users.leaving(world.lark, world.wren.user_id).is_nothing
    # The cards are found at every desk, as calls that are set aside.
    assert work.cards(elsewhere(robin)) == {work.aside, work.typed}
    assert all(each.set_aside_at for each in work.drafts.open_drafts(robin))
    assert [each.id for each in work.safety.open_drafts(elsewhere(robin))] == [work.card]
    assert work.cards(world.wren) == set()

    assert done.change_id is not None
    undo.undo(world.lark, done.change_id, uuid4())
    assert work.owners() == {world.wren.user_id}
    assert work.cards(world.wren) == {work.aside, work.typed}
    kept = {each.id: each.set_aside_at is None for each in work.drafts.open_drafts(world.wren)}
    assert kept == {work.aside: False, work.typed: True}
    assert work.cards(robin) == set()


def test_everything_goes_to_the_team(users: Users, world: World, work: Work) -> None:
    assert users.leaving(world.lark, world.wren.user_id).team == "Front desk, Phoenix"
    users.disable(world.lark, world.wren.user_id, version(users, world, world.wren), uuid4())

    assert work.owners() == {None}
    assert row(world, "callback", work.promise).owner_team_id == world.front_desk
    for colleague in (world.robin, elsewhere(world.lark)):
        assert work.cards(colleague) == {work.aside, work.typed}
    other_team = replace(world.robin, team_id=world.chicago_team)
    assert work.cards(other_team) == set()
    # Who takes one on has it alone.
    work.drafts.take_back(world.robin, work.aside)
    assert work.cards(world.lark) == {work.typed}
    assert work.cards(world.robin) == {work.aside, work.typed}
    # Another desk may still list it: it is told who has it, and the card stays theirs.
    with pytest.raises(Refused, match="Robin Vale has taken this card on"):
        work.drafts.take_back(world.lark, work.aside)
    assert work.cards(world.robin) == {work.aside, work.typed}
    with pytest.raises(Refused):
        work.drafts.take_back(other_team, work.typed)
    assert work.drafts.take_back(elsewhere(world.robin), work.aside).set_aside_at is None


def test_undo_leaves_what_was_taken_on_since(
    users: Users, undo: Undo, world: World, work: Work
) -> None:
    robin = world.robin
    done = users.disable(
        world.lark, world.wren.user_id, version(users, world, world.wren), uuid4(), robin.user_id
    )
    work.drafts.take_back(robin, work.aside)
    edit(world, robin, "callback", work.promise, owner_user_id=world.lark.user_id)

    assert done.change_id is not None
    undo.undo(world.lark, done.change_id, uuid4())

    assert work.cards(robin) == {work.aside}
    assert work.cards(world.wren) == {work.typed}
    assert row(world, "callback", work.promise).owner_user_id == world.lark.user_id
    assert row(world, "callback", work.wait).owner_user_id == world.wren.user_id
    assert users.find(world.lark, "Wren Hill").active


def test_who_does_not_ring_people_inherits_nothing(users: Users, world: World, work: Work) -> None:
    seen = version(users, world, world.wren)
    assert [each.name for each in users.heirs(world.lark, world.wren.user_id)] == [
        "Lark Moor",
        "Robin Vale",
    ]
    for heir, why in ((world.it.user_id, Refused), (uuid4(), NotFound)):
        with pytest.raises(why):
            users.disable(world.lark, world.wren.user_id, seen, uuid4(), heir)
    with pytest.raises(NotFound):
        users.disable(world.lark, world.wren.user_id, seen, uuid4(), world.wren.user_id)
    assert work.owners() == {world.wren.user_id}


def test_a_role_changes_and_the_last_of_a_kind_stays(
    users: Users, undo: Undo, world: World
) -> None:
    done = users.change_role(
        world.lark, world.wren.user_id, version(users, world, world.wren), Role.MANAGER, uuid4()
    )
    assert users.find(world.lark, "Wren Hill").role is Role.MANAGER
    assert done.change_id is not None
    undo.undo(world.lark, done.change_id, uuid4())
    assert users.find(world.lark, "Wren Hill").role is Role.STAFF

    lark, it = version(users, world, world.lark), version(users, world, world.it)
    for by, who, seen, role, why in (
        (world.lark, world.lark, lark, Role.ADMIN, "your own"),
        (world.it, world.lark, lark, Role.STAFF, "last manager"),
        (world.lark, world.it, it, Role.STAFF, "last administrator"),
        (world.lark, world.wren, 1, Role.LISTENER, "Choose"),
        (world.lark, world.wren, 1, Role.STAND_IN, "Choose"),
    ):
        with pytest.raises(Refused, match=why):
            users.change_role(by, who.user_id, seen, role, uuid4())
    with pytest.raises(ChangedSince):
        users.change_role(world.lark, world.robin.user_id, 7, Role.MANAGER, uuid4())


def test_who_rings_nobody_in_a_new_role_leaves_everything_to_the_team(
    users: Users, undo: Undo, world: World, work: Work
) -> None:
    def change(role: Role) -> UUID:
        seen = version(users, world, world.wren)
        done = users.change_role(world.lark, world.wren.user_id, seen, role, uuid4())
        assert done.change_id is not None
        return done.change_id

    change(Role.MANAGER)
    assert work.owners() == {world.wren.user_id}

    done = change(Role.ADMIN)
    assert work.owners() == {None}
    assert users.leaving(world.lark, world.wren.user_id).is_nothing
    assert work.cards(elsewhere(world.robin)) == {work.aside, work.typed}

    undo.undo(world.lark, done, uuid4())
    assert work.owners() == {world.wren.user_id}
    assert work.cards(world.wren) == {work.aside, work.typed}


@pytest.mark.parametrize("team", ["chicago_team", "front_desk"])
def test_cards_of_a_team_that_nobody_sits_with_are_offered_to_whoever_is_there(
    users: Users, world: World, work: Work, team: str
) -> None:
    edit(world, world.lark, "user_account", world.wren.user_id, team_id=getattr(world, team))
    seen = version(users, world, world.wren)
    users.change_role(world.lark, world.wren.user_id, seen, Role.ADMIN, uuid4())
    assert work.cards(elsewhere(world.robin)) == {work.aside, work.typed}
    assert work.drafts.take_back(world.robin, work.aside).form.notes == "One"
    assert work.cards(elsewhere(world.robin)) == {work.typed}


def test_a_role_that_is_taken_back_leaves_what_came_in_the_meantime_to_the_team(
    users: Users, undo: Undo, world: World, desk: Desk
) -> None:
    users.change_role(world.lark, world.wren.user_id, 1, Role.ADMIN, uuid4())
    done = users.change_role(world.lark, world.wren.user_id, 2, Role.STAFF, uuid4())
    promise = desk.promise(world.robin, owner_user_id=world.wren.user_id)
    assert row(world, "callback", promise).owner_user_id == world.wren.user_id

    assert done.change_id is not None
    undo.undo(world.lark, done.change_id, uuid4())

    assert users.find(world.lark, "Wren Hill").role is Role.ADMIN
    assert row(world, "callback", promise).owner_user_id is None


# -- desks -----------------------------------------------------------------------------------


@pytest.fixture
def second(world: World) -> UUID:
    """Another desk of the clinic."""
    desk_id = uuid4()
    with world.database.write() as conn:
        one = dict(conn.execute(select(_desks)).one()._mapping)
        conn.execute(insert(_desks), {**one, "id": desk_id, "name": "Desk 2"})
    return desk_id


def test_a_desk_that_holds_cards_is_not_retired(
    users: Users, undo: Undo, world: World, work: Work, second: UUID
) -> None:
    desks = Desks(world.database, world.ledger)
    at_second = replace(world.lark, desk_id=second)
    with pytest.raises(Refused, match="You are at this desk"):
        desks.retire(world.lark, world.desk, 1, uuid4())
    with pytest.raises(Refused) as refused:
        desks.retire(at_second, world.desk, 1, uuid4())
    assert str(refused.value) == (
        "Desk 1 still holds 3 calls that are not finished (Wren Hill). Finish them at Desk 1, or "
        "hand them over first."
    )
    first, other = desks.list(at_second)
    assert (first.name, first.cards, first.whose, first.is_here) == (
        "Desk 1",
        3,
        ("Wren Hill",),
        False,
    )
    assert (other.cards, other.is_here) == (0, True)

    handed = desks.hand_over(at_second, world.desk, world.robin.user_id, uuid4())
    assert work.cards(elsewhere(world.robin)) == {work.aside, work.typed}
    users.reset(world.lark, world.wren.user_id, 1, PASSWORD, uuid4())
    gone = desks.retire(at_second, world.desk, 1, uuid4())

    assert [each.retired_at is None for each in desks.list(at_second)] == [True, False]
    with pytest.raises(Refused, match="This desk was retired"):
        users.sign_in("Wren Hill", PASSWORD)
    for change in (gone, handed):
        assert change.change_id is not None
        undo.undo(at_second, change.change_id, uuid4())
    assert users.sign_in("Wren Hill", PASSWORD).actor.name == "Wren Hill"
    assert work.cards(world.wren) == {work.aside, work.typed}
