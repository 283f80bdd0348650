"""Who may sign in, and signing in. Each account is a Change; wrong tries
and sign-ins are none, and are noted in the trail."""

import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

from desktop.domain.audit import Event
from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.folding import fold
from desktop.domain.passwords import check_password, check_pin
from desktop.domain.roles import OF_ACCOUNTS, may
from desktop.domain.sign_in import PasswordNeeded, signed_in_until
from desktop.domain.vocabulary import Permission, Role
from desktop.services import sign_in_state
from desktop.services.account_rules import LAST_OF, new_account, refuse_last, taken_name
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger, Writing, Written
from desktop.services.first_desk import FirstDesk, nobody_yet, write_first_desk
from desktop.services.leaving import (
    Heir,
    Left,
    hand_over_work,
    heir_of,
    leave_what_role_cannot,
    left_by,
)
from desktop.services.password_tries import PasswordTries
from desktop.services.passwords import Passwords
from desktop.services.standing import AccountStanding
from desktop.services.this_desk import ThisDesk, need_this_desk
from desktop.services.user_rows import AtTheDoor, DeskUser, SignedIn, UserRow, actor_of, row_of
from desktop.storage import tables
from desktop.storage.engine import Database

_account = tables.metadata.tables["user_account"]


# One line below a field, so short.
_NO_MATCH = "Name and password do not match. Try again."
_RETIRED = "This desk was retired. Sign in at another one, or ask a manager."


class Users:
    """The accounts and the door. Methods that check a secret take a tenth of a second or more.
    ``seconds`` are those of a clock that nobody can set."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        clock: Clock,
        passwords: Passwords,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._passwords = passwords
        self._seconds = seconds
        self._tries = PasswordTries(database, clock, passwords, seconds)

    # -- the first set-up -----------------------------------------------------------------

    def needs_first_manager(self) -> bool:
        """Whether there is no account at all, not even one that is switched off."""
        with self._database.read() as conn:
            return conn.execute(select(_account.c.id).limit(1)).first() is None

    def make_first_manager(
        self, name: str, password: str, place: FirstDesk, key: UUID, pin: str = ""
    ) -> Written:
        """Set up clinic, team, desk and the first manager; the value is the manager's identity.

        Raises :class:`Refused` when somebody is there already, or for what is missing.
        """
        place.check()
        columns = new_account(name, password, Role.MANAGER, self._passwords)
        if pin:
            check_pin(pin)
            columns["pin_hash"] = self._passwords.hash(pin)

        def work(writing: Writing) -> UUID:
            if not nobody_yet(writing):
                raise Refused("This is set up already. Sign in with your name and password.")
            columns["team_id"] = write_first_desk(writing, place)
            columns["created_at"] = writing.now
            return writing.insert("user_account", columns)

        return self._ledger.write_unattended("set_up", key, work)

    # -- the door -------------------------------------------------------------------------

    def at_the_door(self) -> AtTheDoor:
        """Everything the sign-in page shows; the names are those of everybody who may sign in."""
        query = select(_account.c.name).where(_account.c.active).order_by(_account.c.name_key)
        with self._database.read() as conn:
            desk = need_this_desk(conn)
            names = tuple(conn.execute(query).scalars())
            return AtTheDoor(desk, names, sign_in_state.signed_in_at(conn, desk.id, self._clock()))

    def recognise(self, name: str, password: str) -> Actor:
        """Whose name and password these are, to act at this desk now, without signing in.

        Raises :class:`Refused` for a wrong pair (an unknown name takes as long and reads the
        same), while there is a wait, and for an account that is switched off.
        """
        with self._database.read() as conn:
            account = conn.execute(
                select(_account).where(_account.c.name_key == fold(name))
            ).first()
            desk = need_this_desk(conn)
        try:
            actor = self._checked(account, password, desk)
        except Refused:
            # Of a name that nobody has nothing is kept: it may be a password in the wrong place.
            self._note_failed(Event.SIGN_IN_FAILED, account.id if account else None, desk.id)
            raise
        self._ledger.note(Event.SIGN_IN, actor)
        return actor

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Sign in at this desk until :func:`signed_in_until`; the PIN is enough till then.

        Raises as :meth:`recognise` does.
        """
        actor, now = self.recognise(name, password), self._clock()
        until = signed_in_until(now, actor.zone)
        with self._database.write() as conn:
            sign_in_state.enter(conn, actor.user_id, actor.desk_id, now, until)
        return SignedIn(actor, until)

    def quick_list(self, desk_id: UUID) -> tuple[DeskUser, ...]:
        """Who is signed in at this desk today and has a PIN, the last who signed in first."""
        with self._database.read() as conn:
            return sign_in_state.signed_in_at(conn, desk_id, self._clock())

    def unlock(self, user_id: UUID, pin: str) -> SignedIn:
        """Come back with the PIN to the desk one signed in at today.

        Raises :class:`Refused` for a wrong PIN, saying how many tries are left;
        :class:`PasswordNeeded` after three, and when the sign-in has ended or is elsewhere.
        """
        with self._database.read() as conn:
            desk = need_this_desk(conn)
            account = conn.execute(select(_account).where(_account.c.id == user_id)).first()
        try:
            back = self._back(account, user_id, pin, desk)
        except Refused:
            self._note_failed(Event.UNLOCK_FAILED, account.id if account else None, desk.id)
            raise
        self._ledger.note(Event.UNLOCK, back.actor)
        return back

    def _back(
        self, account: Row[tuple[object, ...]] | None, user_id: UUID, pin: str, desk: ThisDesk
    ) -> SignedIn:
        if desk.is_retired:
            raise Refused(_RETIRED)
        with self._database.write() as conn:
            state = sign_in_state.state_of(conn, user_id)
            if account is None or not account.active or account.pin_hash is None:
                raise PasswordNeeded("This account has no PIN. Use your password.")
            if state.desk_id != desk.id or state.until is None or state.until <= self._clock():
                raise PasswordNeeded("This sign-in has ended. Use your password.")
            left = sign_in_state.begin_pin_try(conn, user_id)
        if not self._passwords.fits(pin, account.pin_hash):
            if not left:
                raise PasswordNeeded("That was the third wrong PIN. Use your password.")
            tries = "1 try is" if left == 1 else f"{left} tries are"
            raise Refused(f"That PIN is not right. {tries} left.")
        with self._database.write() as conn:
            sign_in_state.forget_wrong_pins(conn, user_id)
        return SignedIn(self._actor(account, desk), state.until)

    def sign_out(self, actor: Actor) -> None:
        """Take the actor off the desk's list of people signed in today."""
        with self._database.write() as conn:
            sign_in_state.leave(conn, actor.user_id)
        self._ledger.note(Event.SIGN_OUT, actor)

    def _checked(
        self, account: Row[tuple[object, ...]] | None, password: str, desk: ThisDesk
    ) -> Actor:
        if not self._tries.fits(account, password) or account is None:
            raise Refused(_NO_MATCH)
        with self._database.write() as conn:
            sign_in_state.forget_wrong_tries(conn, account.id)
        if desk.is_retired:
            raise Refused(_RETIRED)
        if not account.active:
            raise NotAllowed("This account is switched off. Ask a manager.")
        return self._actor(account, desk)

    def _actor(self, account: Row[tuple[object, ...]], desk: ThisDesk) -> Actor:
        standing = AccountStanding(self._database, self._clock, account.id, desk.id, self._seconds)
        return actor_of(account, desk, standing)

    def _note_failed(self, event: Event, user_id: UUID | None, desk_id: UUID) -> None:
        record = "user_account" if user_id else None
        self._ledger.note(event, None, record=record, record_id=user_id, desk_id=desk_id)

    # -- one's own account ----------------------------------------------------------------

    def set_pin(self, actor: Actor, pin: str, key: UUID) -> Written:
        """Give one's own account a (new) PIN. Raises :class:`Refused` for one easily guessed."""
        demand(actor, Permission.OWN_ACCOUNT)
        check_pin(pin)
        hashed = self._passwords.hash(pin)

        def work(writing: Writing) -> UUID:
            writing.update("user_account", actor.user_id, {"pin_hash": hashed})
            sign_in_state.forget_wrong_pins(writing.conn, actor.user_id)
            return actor.user_id

        return self._ledger.write(actor, "set_pin", Permission.OWN_ACCOUNT, key, work)

    def change_password(self, actor: Actor, old: str, new: str, key: UUID) -> Written:
        """Change one's own password. Raises :class:`Refused` when ``old`` is wrong or ``new``
        will not do."""
        demand(actor, Permission.OWN_ACCOUNT)
        check_password(new, actor.name)
        with self._database.read() as conn:
            account = conn.execute(select(_account).where(_account.c.id == actor.user_id)).one()
        try:
            self._must_fit(account, old)
        except Refused:
            # Who sits at a desk that is not theirs may try to find it here.
            self._note_failed(Event.PASSWORD_FAILED, actor.user_id, actor.desk_id)
            raise
        hashed = self._passwords.hash(new)

        def work(writing: Writing) -> UUID:
            writing.update("user_account", actor.user_id, {"password_hash": hashed})
            sign_in_state.forget_wrong_tries(writing.conn, actor.user_id)
            return actor.user_id

        return self._ledger.write(actor, "change_password", Permission.OWN_ACCOUNT, key, work)

    def _must_fit(self, account: Row[tuple[object, ...]], password: str) -> None:
        if not self._tries.fits(account, password):
            raise Refused("The password you have now is not right. Type it again.")

    # -- everybody's accounts -------------------------------------------------------------

    def list(self, actor: Actor) -> tuple[UserRow, ...]:
        """Every account of a person, also those switched off, by name."""
        demand(actor, Permission.MANAGE_USERS)
        with self._database.read() as conn:
            people = select(_account).where(_account.c.role != Role.LISTENER)
            rows = conn.execute(people.order_by(_account.c.name_key))
            return tuple(row_of(row) for row in rows)

    def find(self, actor: Actor, name: str) -> UserRow:
        """The account of this name, however it is written. Raises :class:`NotFound`."""
        demand(actor, Permission.MANAGE_USERS)
        with self._database.read() as conn:
            row = conn.execute(select(_account).where(_account.c.name_key == fold(name))).first()
        if row is None:
            raise NotFound(f"Nobody here is called {name}. Look at the list of accounts.")
        return row_of(row)

    def add(
        self,
        actor: Actor,
        name: str,
        role: Role,
        password: str,
        key: UUID,
        team_id: UUID | None = None,
    ) -> Written:
        """A new account; the value is its identity. ``team_id`` None means the desk's own team.

        Raises :class:`Refused` for a name that is taken (case and accents do not tell apart) and
        for a password that will not do.
        """
        demand(actor, Permission.MANAGE_USERS)
        columns = new_account(name, password, role, self._passwords)
        columns["team_id"] = team_id or actor.team_id

        def work(writing: Writing) -> UUID:
            taken = writing.conn.execute(
                select(_account.c.name, _account.c.active).where(
                    _account.c.name_key == columns["name_key"]
                )
            ).first()
            if taken is not None:
                raise taken_name(taken.name, active=taken.active)
            columns["created_at"] = writing.now
            try:
                return writing.insert("user_account", columns)
            except IntegrityError as error:
                raise taken_name(name, active=True) from error

        return self._ledger.write(actor, "add_user", Permission.MANAGE_USERS, key, work)

    def leaving(self, actor: Actor, user_id: UUID) -> Left:
        """What somebody would leave behind if their account were switched off now, in numbers."""
        demand(actor, Permission.MANAGE_USERS)
        with self._database.read() as conn:
            return left_by(conn, user_id, actor.team_id)

    def heirs(self, actor: Actor, user_id: UUID) -> tuple[UserRow, ...]:
        """Who could go on with what somebody leaves behind, by name."""
        return tuple(
            row
            for row in self.list(actor)
            if row.active and row.id != user_id and may(row.role, Permission.KEEP_CALLBACKS)
        )

    def disable(
        self, actor: Actor, user_id: UUID, version: int, key: UUID, heir_id: UUID | None = None
    ) -> Written:
        """Switch an account off and end its sign-in; what its owner did stays under the name, and
        what was theirs to do goes to ``heir_id``, or to their team, so that somebody is reminded
        of it.

        Raises :class:`Refused` for one's own account, for the last manager or administrator, and
        for an heir who cannot go on with it.
        """

        def work(writing: Writing) -> UUID:
            row = writing.row("user_account", user_id)
            if user_id == actor.user_id:
                raise Refused("You cannot switch off your own account. Ask another manager.")
            if row["active"] and row["role"] in LAST_OF:
                refuse_last(writing.conn, Role(row["role"]))
            heir: Heir = heir_of(writing.conn, user_id, heir_id, actor.team_id)
            writing.update("user_account", user_id, {"active": False}, expected=version)
            sign_in_state.leave(writing.conn, user_id)
            hand_over_work(writing, user_id, heir)
            return user_id

        return self._ledger.write(actor, "disable_user", Permission.MANAGE_USERS, key, work)

    def change_role(
        self, actor: Actor, user_id: UUID, version: int, role: Role, key: UUID
    ) -> Written:
        """Let somebody do more or less from now on, also while they are signed in. What is theirs
        to do goes to their team where the new role rings nobody.

        Raises :class:`Refused` for one's own account, for the last manager or administrator, and
        for a role that no account has.
        """

        def work(writing: Writing) -> UUID:
            before = Role(writing.row("user_account", user_id)["role"])
            if user_id == actor.user_id:
                raise Refused("You cannot change your own role. Ask another manager.")
            if role not in OF_ACCOUNTS or before not in OF_ACCOUNTS:
                raise Refused("Choose front desk, manager or administrator.")
            if before in LAST_OF and role is not before:
                refuse_last(writing.conn, before)
            writing.update("user_account", user_id, {"role": role.value}, expected=version)
            leave_what_role_cannot(writing, user_id, actor.team_id)
            return user_id

        return self._ledger.write(actor, "change_role", Permission.MANAGE_USERS, key, work)

    def reset(
        self,
        actor: Actor,
        user_id: UUID,
        version: int,
        password: str,
        key: UUID,
        *,
        enable: bool = False,
    ) -> Written:
        """Give an account a new password and end its sign-in and PIN; ``enable`` also switches it
        on again."""
        demand(actor, Permission.MANAGE_USERS)
        with self._database.read() as conn:
            name = conn.execute(select(_account.c.name).where(_account.c.id == user_id)).scalar()
        check_password(password, name or "")
        columns: dict[str, object] = {
            "password_hash": self._passwords.hash(password),
            "pin_hash": None,
        }
        if enable:
            columns["active"] = True

        def work(writing: Writing) -> UUID:
            writing.update("user_account", user_id, columns, expected=version)
            sign_in_state.forget_wrong_tries(writing.conn, user_id)
            sign_in_state.leave(writing.conn, user_id)
            return user_id

        return self._ledger.write(actor, "reset_password", Permission.MANAGE_USERS, key, work)
