"""Makes something to hand to any public method, from what its parameters say they are."""

import collections.abc
import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4

from desktop.services.actor import Actor
from tests.conftest import A_TUESDAY

_GIVEN: Mapping[Any, Callable[[], Any]] = {
    UUID: uuid4,
    str: lambda: "x",
    int: lambda: 1,
    float: lambda: 1.0,
    bool: lambda: True,
    bytes: lambda: b"x",
    datetime: lambda: A_TUESDAY + timedelta(days=1),
    date: lambda: A_TUESDAY.date(),
    Path: lambda: Path("nowhere.csv"),
    object: lambda: "x",
    Any: lambda: "x",
}


_CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "Connections.add": {"kind": Literal["folder"]},
    # Without a reason nothing begins: staff stay staff for the cells that follow.
    "BreakGlass.begin": {"reason": Literal[""]},
}
"""Parameters that are less free than they say."""


def arguments_of(method: Callable[..., Any], actor: Actor | None) -> dict[str, Any]:
    """Arguments by name, the actor among them; what has a default is left out. Every call gives
    others: keys and identities are fresh."""
    hints = {**typing.get_type_hints(method), **_CHOSEN.get(method.__qualname__, {})}
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "actor":
            given[name] = actor
        elif parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        elif parameter.default is parameter.empty:
            given[name] = made(hints[name])
    return given


def made(kind: Any) -> Any:
    """Something of this type."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind in _GIVEN:
        return _GIVEN[kind]()
    if origin is not None:
        return _of_parts(origin, inner)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        return _whole(kind)
    raise TypeError(f"nothing can be made of {kind}: say how in {__name__}")


def _of_parts(origin: Any, inner: tuple[Any, ...]) -> Any:
    if origin is Literal:
        return inner[0]
    if origin is collections.abc.Callable:
        return _nothing
    if origin in (typing.Union, types.UnionType):
        return None if types.NoneType in inner else made(inner[0])
    if origin is tuple:
        return tuple(made(each) for each in inner if each is not Ellipsis)
    if issubclass(origin, collections.abc.Mapping):
        return {}
    return (made(inner[0]),)


def _nothing(*_given: object) -> None:
    """What is told of progress, and hears nothing."""


def _whole(kind: Any) -> Any:
    hints = typing.get_type_hints(kind)
    if dataclasses.is_dataclass(kind):
        needed = [
            field.name
            for field in dataclasses.fields(kind)
            if field.init
            and field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
        ]
    else:
        needed = [name for name in kind._fields if name not in kind._field_defaults]
    return kind(**{name: made(hints[name]) for name in needed})
