"""Which column means what."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.call_columns import CALL_FIELDS
from desktop.domain.column_guess import Field, Look, Sure, guess_columns, plain_title

ROWS = [
    ["2026-11-17 09:00:00", "6025550147", "6025550100", "Fern Moss", "Inbound", "Missed", "0"],
    ["2026-11-17 09:10:00", "6025550148", "6025550100", "Ivy Vine", "Inbound", "Answered", "61"],
]


def guessed(titles: list[str], rows: list[list[str]]) -> dict[str, tuple[int, Sure]]:
    return {g.field: (g.place, g.sure) for g in guess_columns(CALL_FIELDS, titles, rows)}


def test_by_titles_and_values() -> None:
    found = guessed(
        ["Start Time", "From", "To", "Name", "Direction", "Status", "Duration (s)"], ROWS
    )
    assert found["started_at"] == (0, Sure.CERTAIN)
    assert found["caller"] == (1, Sure.CERTAIN)
    assert found["called"] == (2, Sure.CERTAIN)
    assert found["name"] == (3, Sure.CERTAIN)
    assert found["direction"] == (4, Sure.CERTAIN)
    assert found["disposition"] == (5, Sure.CERTAIN)
    assert found["talked_seconds"] == (6, Sure.CERTAIN)


def test_in_spanish() -> None:
    found = guessed(
        ["Fecha y hora", "Origen", "Destino", "Nombre", "Sentido", "Estado", "Duración"], ROWS
    )
    assert {name: place for name, (place, _) in found.items()} == {
        "started_at": 0,
        "caller": 1,
        "called": 2,
        "name": 3,
        "direction": 4,
        "disposition": 5,
        "talked_seconds": 6,
    }


def test_without_titles_by_the_look_alone_and_not_sure() -> None:
    found = guessed([], ROWS)
    assert found["started_at"] == (0, Sure.PERHAPS)
    assert found["caller"] == (1, Sure.PERHAPS)
    assert found["called"] == (2, Sure.PERHAPS)


def test_values_that_do_not_fit_make_a_title_doubtful() -> None:
    found = guessed(["From", "Date"], [["Berlin", "yes"], ["Paris", "no"]])
    assert found["caller"] == (0, Sure.PERHAPS)
    assert found["started_at"] == (1, Sure.PERHAPS)


def test_an_empty_table_is_guessed_by_its_titles() -> None:
    assert guessed(["Start Time", "From"], [])["started_at"] == (0, Sure.LIKELY)


def test_fields_are_data() -> None:
    fields = (
        Field("email", ("e-mail", "correo"), Look.EMAIL, by_look=True),
        Field("note", ("note",)),
    )
    rows = [["fern@moss.example", "hello"]]
    assert [g.field for g in guess_columns(fields, ["Correo", "Notes"], rows)] == ["email", "note"]
    assert guess_columns(fields, [], rows)[0].field == "email"


def test_plain_titles() -> None:
    assert plain_title(" Duración (s) ") == "duracions"


@given(
    st.lists(st.text(max_size=12), max_size=6),
    st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5),
)
def test_each_field_and_each_column_once(titles: list[str], rows: list[list[str]]) -> None:
    guesses = guess_columns(CALL_FIELDS, titles, rows)
    assert len({g.field for g in guesses}) == len({g.place for g in guesses}) == len(guesses)
