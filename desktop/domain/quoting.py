"""Somebody's words inside a sentence of ours, and the sentence without them.

Why something was set aside is for whoever looks after the connections, and what it quotes is not:
a row with its columns shifted has a caller's words where a date should stand. So every quotation
goes through :func:`quoted`, and :func:`without_quotes` leaves it out.
"""

import re

_PLAIN = str.maketrans("“”", '""')
_MARKS = re.compile("[“”]")
_ONE = re.compile("“[^“”]*”")
_FROM_FIRST_TO_LAST = re.compile("“.*”|“.*|.*”", re.DOTALL)
_LEFT_OUT = "“…”"


def quoted(text: str) -> str:
    """``text`` in quotation marks that nothing in it can end."""
    return f"“{text.translate(_PLAIN)}”"


def not_taken(refusal: Exception) -> str:
    """Why the desk said no to what came in. Its sentence is for who may read people: it may name
    one."""
    return f"The desk does not take this: {quoted(str(refusal))}"


def without_quotes(sentence: str) -> str:
    """``sentence`` with nothing in its quotation marks. Where they do not pair up, everything from
    the first to the last goes."""
    pairs, rest = divmod(len(marks := _MARKS.findall(sentence)), 2)
    if not rest and marks == ["“", "”"] * pairs:
        return _ONE.sub(_LEFT_OUT, sentence)
    return _FROM_FIRST_TO_LAST.sub(_LEFT_OUT, sentence, count=1)
