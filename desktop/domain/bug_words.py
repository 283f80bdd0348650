"""What an exception may say of itself in a log or a report: its class, and words of our code.

Its own words may quote anybody (``could not read Juniper Moss``), in quotes or not, so none of them
are kept. What helps to find a bug is made anew from names that stand in the code it went through.
"""

import errno
import re
from types import ModuleType, TracebackType

_ENGINE_CODE = re.compile(r"[A-Z0-9_]{5,60}")


def bug_words(bug: BaseException) -> str:
    """One line: the class of ``bug`` and, where they are known to be code, the module, attribute
    or name that is missing, the system's code of an OSError or that of a database."""
    words = _about_code(bug)
    kind = type(bug).__qualname__
    return f"{kind}: {words}" if words else kind


def _about_code(bug: BaseException) -> str:
    match bug:
        case ImportError(name=str(name)) if name in _named(bug):
            return f"about the module {name}"
        case AttributeError(name=str(name), obj=thing) if name in _named(bug):
            owner = thing if isinstance(thing, ModuleType | type) else type(thing)
            return f"{owner.__name__} has no {name}"
        case NameError(name=str(name)) if name in _named(bug):
            return f"{name} is not known"
        case OSError(errno=int(number)) if number in errno.errorcode:
            return errno.errorcode[number]
    for code in (getattr(bug, "sqlite_errorname", None), getattr(bug, "sqlstate", None)):
        if isinstance(code, str) and _ENGINE_CODE.fullmatch(code):
            return code
    return ""


def _named(bug: BaseException) -> frozenset[str]:
    """The names that stand in the code that ``bug`` went through: what was looked up by a name out
    of the data (``getattr(call, text)``) is not among them."""
    names: set[str] = set()
    at: TracebackType | None = bug.__traceback__
    while at is not None:
        code = at.tb_frame.f_code
        names.update(code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
        at = at.tb_next
    return frozenset(names)
