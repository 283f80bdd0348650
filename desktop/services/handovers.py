"""The package for the new owner: made, read, taken in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from desktop.domain.errors import FileProblem, Refused, StorageProblem
from desktop.domain.handover_cover import COUNSEL, Cover, cover_text
from desktop.domain.vocabulary import HandoverGroup, MilestoneKind, Permission
from desktop.export.new_file import new_file
from desktop.export.sealed_package import Unsealed, new_signing_key, seal, unseal
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.course import read_course
from desktop.services.handover_parts import Parts, read_parts
from desktop.services.handover_taking import (
    FORMAT,
    Taking,
    lines_of,
    look_through,
    manifest_of,
    sha256,
)
from desktop.services.recorded import Recorded, record
from desktop.services.takeaway import Taken, note_export, reason_given
from desktop.services.transition_settings import TransitionChoices, read_choices
from desktop.services.undo import EXPORT, Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.secrets import SecretStore

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "sign_off_handover": (Permission.RUN_TRANSITION, restore_images),
}

_sign_off = tables.metadata.tables["handover_sign_off"]
_KEY_ID: Final = UUID("01930000-0000-7000-8000-00000000f001")
"""Under which the signing key is kept among the secrets."""
ENDING: Final = ".ketwell"
SHORTEST_PASSPHRASE: Final = 12
"""Characters of a passphrase, spaces between words counted once."""
_LARGEST: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class HandoverPlan:
    """What a package would hold by the policy of now, and what stays behind, by kind of record.
    ``may_go`` is False before closing without a manager's sign-off; ``why_not`` says so.
    ``counsel`` is who confirmed the policy, "" while it is to be confirmed by counsel."""

    groups: frozenset[HandoverGroup]
    counsel: str
    counts: Mapping[str, int]
    left_behind: Mapping[str, int]
    may_go: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class HandoverMade:
    """A package that was written. ``digest`` is its SHA-256, ``signer`` the fingerprint of the key
    that signed it: tell both to the new owner by another way than the file."""

    file: Path
    package_id: UUID
    counts: Mapping[str, int]
    left_behind: Mapping[str, int]
    digest: str
    signer: str
    said: str


@dataclass(frozen=True, slots=True)
class HandoverRead:
    """What a package says of itself. ``summary`` is its cover, readable text."""

    package_id: UUID
    made_at: datetime
    seller: str
    company: str
    acquirer: str
    counts: Mapping[str, int]
    left_behind: Mapping[str, int]
    signer: str
    digest: str
    summary: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class HandoverTaken:
    """What taking a package in did: so many records of each kind were new."""

    package_id: UUID
    created: Mapping[str, int]
    unchanged: int
    said: str


class Handovers:
    """A manager makes packages and takes them in."""

    def __init__(
        self, database: Database, ledger: Ledger, clock: Clock, secrets: SecretStore
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock
        self._secrets = secrets

    def plan(self, actor: Actor) -> HandoverPlan:
        """What would go and what would stay; nothing is written."""
        demand(actor, Permission.RUN_TRANSITION)
        with self._database.read() as conn:
            choices = read_choices(conn)
            parts = read_parts(conn, choices.handover)
            why_not = _why_not(conn, choices)
        return HandoverPlan(
            choices.handover, choices.counsel, parts.counts, parts.left_behind, not why_not, why_not
        )

    def sign_off(self, actor: Actor, note: str, key: UUID) -> Recorded:
        """A manager's leave for data that names people to go before closing, by the policy of
        now: another policy needs another leave."""

        def work(writing: Writing, said: list[str]) -> UUID:
            if not note.strip():
                raise Refused("Who agreed to this, and to what? Write it down.")
            choices = read_choices(writing.conn)
            said.append("Signed off. The package may be made before closing now.")
            return writing.insert(
                "handover_sign_off",
                {
                    "policy": _policy(choices),
                    "note": note.strip(),
                    "at": writing.now,
                    "user_id": actor.user_id,
                },
            )

        return record(
            self._ledger, actor, "sign_off_handover", Permission.RUN_TRANSITION, key, work
        )

    def export(
        self, actor: Actor, target: Path, passphrase: str, reason: str, key: UUID
    ) -> HandoverMade:
        """Write the package; the trail keeps the ``reason``. Refused before closing without a
        sign-off, without a reason, and for a passphrase that is easily guessed."""
        demand(actor, Permission.RUN_TRANSITION)
        demand(actor, Permission.EXPORT)
        reason_given(reason)
        if len(" ".join(passphrase.split())) < SHORTEST_PASSPHRASE:
            raise Refused(
                f"The passphrase is too short. Use {SHORTEST_PASSPHRASE} characters or more."
            )
        with self._database.read() as conn:
            choices = read_choices(conn)
            why_not = _why_not(conn, choices)
            if why_not:
                raise Refused(why_not)
            parts = read_parts(conn, choices.handover)
        package_id = uuid4()
        files = _files(package_id, actor, choices, parts, self._clock())
        sealed = seal(files, passphrase, self._signing_key())
        made = unseal(sealed, passphrase)  # what cannot be opened must not go
        with new_file(target, ENDING) as file:
            file.stream.write(sealed)
            file.finish()

            def work(writing: Writing) -> UUID:
                handover_id = writing.insert(
                    "handover",
                    {
                        "package_id": package_id,
                        "direction": "out",
                        "digest": made.digest,
                        "counts": json.dumps(dict(parts.counts), sort_keys=True),
                        "at": writing.now,
                        "user_id": actor.user_id,
                    },
                )
                people = parts.counts["person"]
                taken = Taken("handover", "the package for the new owner", "ketwell", "", people)
                note_export(writing, actor, taken, reason)
                file.place()
                return handover_id

            action = f"{EXPORT}handover"
            written = self._ledger.write(actor, action, Permission.EXPORT, key, work)
            if written.repeated:
                file.place()
        people = parts.counts["person"]
        return HandoverMade(
            file.target,
            package_id,
            parts.counts,
            parts.left_behind,
            made.digest,
            made.signer,
            f"The package holds {people:,} {'person' if people == 1 else 'people'}. "
            "Tell the passphrase, the checksum and the fingerprint by another way than the file.",
        )

    def take_in(
        self, actor: Actor, file: Path, passphrase: str, key: UUID, signer: str = ""
    ) -> HandoverTaken:
        """Take a package in; the same one again changes nothing. A damaged or foreign one is
        refused whole. ``signer`` is the fingerprint that was told, "" to trust the file's own."""
        demand(actor, Permission.RUN_TRANSITION)
        read = read_package(file, passphrase)
        if signer and _bare(signer) != _bare(read.signer):
            raise Refused(
                "This package was signed by another key than the one you were told of, so nothing "
                "of it is taken. Ask who made it."
            )
        looked = look_through(lines_of(read.files))
        taking = Taking(self._database, self._ledger, read.company)
        taking.take(actor, looked)
        new = sum(taking.created.values())
        if new:

            def work(writing: Writing) -> UUID:
                return writing.insert(
                    "handover",
                    {
                        "package_id": read.package_id,
                        "direction": "in",
                        "digest": read.digest,
                        "counts": json.dumps(taking.created, sort_keys=True),
                        "at": writing.now,
                        "user_id": actor.user_id,
                    },
                )

            self._ledger.write(actor, "handover_taken", Permission.RUN_TRANSITION, key, work)
        people = taking.created.get("person", 0)
        said = f"{people:,} {'person' if people == 1 else 'people'} taken in."
        if not new:
            said = "All of it is here already. Nothing was changed."
        return HandoverTaken(read.package_id, taking.created, taking.unchanged, said)

    def _signing_key(self) -> bytes:
        """The key of this data; where no secrets can be kept, one for this package alone."""
        try:
            kept = self._secrets.get(_KEY_ID)
            if kept:
                return bytes.fromhex(kept)
            made = new_signing_key()
            self._secrets.put(_KEY_ID, made.hex())
        except (StorageProblem, ValueError):
            return new_signing_key()
        return made


def read_package(file: Path, passphrase: str) -> HandoverRead:
    """What is in a package; no database is needed. Raises :class:`Refused` for one that is damaged
    or foreign, FileProblem where the file cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            raise FileProblem(f"{file} is too large to be a handover package.")
        data = file.read_bytes()
    except OSError as problem:
        raise FileProblem(f"{file} cannot be read. Look at its name.") from problem
    opened: Unsealed = unseal(data, passphrase)
    manifest = manifest_of(opened.files)
    lines_of(opened.files)
    try:
        return HandoverRead(
            UUID(hex=manifest["package_id"]),
            datetime.fromisoformat(manifest["made_at"]),
            str(manifest["seller"]),
            str(manifest["company"]),
            str(manifest["acquirer"]),
            {name: int(told["count"]) for name, told in manifest["files"].items()},
            {name: int(many) for name, many in manifest["left_behind"].items()},
            opened.signer,
            opened.digest,
            opened.files["cover.txt"].decode("utf-8"),
            opened.files,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise Refused("This is no handover package of KetWell Desk.") from problem


def _files(
    package_id: UUID, actor: Actor, choices: TransitionChoices, parts: Parts, now: datetime
) -> Mapping[str, bytes]:
    files = {
        f"{record}.jsonl": "".join(f"{line}\n" for line in lines).encode()
        for record, lines in parts.lines.items()
    }
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "package_id": package_id.hex,
        "made_at": now.isoformat(),
        "made_by": actor.name,
        "seller": choices.seller,
        "company": choices.company,
        "acquirer": choices.acquirer,
        "policy": sorted(choices.handover),
        "counsel": choices.counsel or COUNSEL,
        "left_behind": dict(parts.left_behind),
        "files": {
            record: {"count": len(lines), "sha256": sha256(files[f"{record}.jsonl"])}
            for record, lines in parts.lines.items()
        },
    }
    cover = Cover(
        choices.seller, choices.company, choices.acquirer, now, actor.name, choices.handover,
        choices.counsel, parts.counts, parts.left_behind,
    )  # fmt: skip
    return {
        "cover.txt": cover_text(cover).encode(),
        "manifest.json": json.dumps(manifest, indent=1, sort_keys=True).encode(),
        **files,
    }


def _policy(choices: TransitionChoices) -> str:
    return json.dumps(sorted(choices.handover))


def _why_not(conn: Connection, choices: TransitionChoices) -> str:
    """Why nothing may go yet; "" once closing has happened, every clinic is closed, or a manager
    has signed this policy off."""
    course = read_course(conn)
    if course.happened(MilestoneKind.CLOSING) or course.happened(MilestoneKind.CLOSURE):
        return ""
    signed = conn.execute(
        select(_sign_off.c.id).where(
            _sign_off.c.policy == _policy(choices), _sign_off.c.revoked_at.is_(None)
        )
    ).first()
    if signed is not None:
        return ""
    return (
        "Closing has not happened, so nothing that names a person may leave yet. "
        "A manager can sign it off, with who agreed to it."
    )


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()
