"""What the trail calls what somebody did."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import desktop.services
from desktop.services.action_words import ACTION_WORDS
from desktop.services.audit_words import action_words
from desktop.services.receiving import ACTIONS

_WRITES = {"write", "write_unattended", "_write", "_take", "_change", "record"}


def _actions() -> set[str]:
    """Every action that the services write, as far as their text names it, and that can be taken
    back."""
    found = set(ACTIONS.values())
    for module in pkgutil.walk_packages(desktop.services.__path__, "desktop.services."):
        found |= set(getattr(importlib.import_module(module.name), "INVERSES", ()))
    for file in Path(desktop.services.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in _WRITES:
                found |= {
                    each.value
                    for each in node.args[:3]
                    if isinstance(each, ast.Constant)
                    and isinstance(each.value, str)
                    and re.fullmatch("[a-z]+(_[a-z]+)*", each.value)
                }
    return found


def test_every_act_has_words() -> None:
    actions = _actions()
    assert len(actions) > 80
    assert actions - ACTION_WORDS.keys() == set()


def test_words_of_what_is_taken_back_and_exported() -> None:
    assert action_words("undo_log_call") == "Took back: logged a call"
    assert action_words("export_calls") == "Exported calls"
    assert action_words("of_long_ago") == "Of long ago"
