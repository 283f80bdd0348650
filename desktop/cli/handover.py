"""``handover``: the package for the new owner, made, read and taken in."""

import argparse
import json
import os
from pathlib import Path
from uuid import uuid4

from desktop.cli.export import said_why
from desktop.cli.verb import Parser, Verbs

PASSPHRASE_FILE = "KETWELL_PASSPHRASE_FILE"  # noqa: S105 - the name of a variable


def add(verbs: Verbs) -> None:
    """Add ``handover export|import|read|plan|sign-off``."""
    verb = verbs.add_parser("handover", help="the package for the new owner")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)
    acts.add_parser("plan", help="what a package would hold, and what stays behind")
    leave = acts.add_parser("sign-off", help="a manager's leave to make it before closing")
    leave.add_argument("--note", required=True, metavar="TEXT", help="who agreed, and to what")
    out = acts.add_parser("export", help="make the package")
    out.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to put it")
    out.add_argument(
        "--reason", default="", metavar="TEXT", help="why, naming nobody; the trail keeps it"
    )
    _takes_passphrase(out)
    taken = acts.add_parser("import", help="take a package in; the same again changes nothing")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--signer", default="", metavar="TEXT", help="the fingerprint you were told")
    _takes_passphrase(taken)
    read = acts.add_parser("read", help="what is in a package; needs no data and no server")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--out", type=Path, metavar="DIR", help="put what is in it into this folder")
    _takes_passphrase(read)
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the act out."""
    if arguments.act == "read":
        return _read(arguments)
    from desktop.cli.at_work import at_work

    with at_work(arguments) as (app, actor):
        handovers = app.services.handovers
        match arguments.act:
            case "plan":
                plan = handovers.plan(actor)
                answer: dict[str, object] = {
                    "policy": sorted(plan.groups),
                    "counsel": plan.counsel or None,
                    "counts": dict(plan.counts),
                    "left_behind": dict(plan.left_behind),
                    "may_go": plan.may_go,
                }
                said = plan.why_not or "The package may be made."
            case "sign-off":
                said = handovers.sign_off(actor, arguments.note, uuid4()).said
                answer = {"signed_off": True}
            case "export":
                reason = said_why(arguments)
                words = _passphrase(arguments, again=True)
                made = handovers.export(actor, arguments.out.absolute(), words, reason, uuid4())
                said = f"{made.said}\nChecksum    {made.digest}\nFingerprint {made.signer}"
                answer = {
                    "file": str(made.file),
                    "package": made.package_id.hex,
                    "counts": dict(made.counts),
                    "left_behind": dict(made.left_behind),
                    "sha256": made.digest,
                    "signer": made.signer,
                }
            case _:
                words = _passphrase(arguments)
                taken = handovers.take_in(actor, arguments.file, words, uuid4(), arguments.signer)
                said = taken.said
                answer = {
                    "package": taken.package_id.hex,
                    "created": dict(taken.created),
                    "unchanged": taken.unchanged,
                }
    print(json.dumps(answer, ensure_ascii=False) if arguments.json else said)
    return 0


def _read(arguments: argparse.Namespace) -> int:
    from desktop.domain.errors import FileProblem
    from desktop.services.handovers import read_package

    read = read_package(arguments.file, _passphrase(arguments))
    if arguments.out is not None:
        try:
            arguments.out.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise FileProblem(f"{arguments.out} cannot be written. Choose another.") from problem
        for name, content in read.files.items():
            _write_out(arguments.out / Path(name).name, content)
    if arguments.json:
        answer = {
            "package": read.package_id.hex,
            "made_at": read.made_at.isoformat(),
            "seller": read.seller,
            "company": read.company,
            "acquirer": read.acquirer,
            "counts": dict(read.counts),
            "left_behind": dict(read.left_behind),
            "sha256": read.digest,
            "signer": read.signer,
        }
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"{read.summary}\nChecksum    {read.digest}\nFingerprint {read.signer}")
    return 0


def _write_out(target: Path, content: bytes) -> None:
    """One file of the package, opened: for its owner alone, whole or not at all."""
    from desktop.export.new_file import new_file

    with new_file(target, target.suffix.lower()) as file:
        file.stream.write(content)
        file.finish()
        file.place()


def _takes_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=f"the passphrase is its first line (or that of {PASSPHRASE_FILE}); else asked for",
    )


def _passphrase(arguments: argparse.Namespace, *, again: bool = False) -> str:
    from desktop.cli.at_work import read_secret
    from desktop.domain.errors import Refused

    named = arguments.passphrase_file or os.environ.get(PASSPHRASE_FILE)
    file = Path(named) if named else None
    words = read_secret("Passphrase of the package: ", file)
    if again and file is None and read_secret("The same again: ", None) != words:
        raise Refused("The two passphrases differ. Nothing was written; try again.")
    return words
