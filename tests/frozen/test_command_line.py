"""The frozen program in a terminal."""

from pathlib import Path

from tests.frozen.conftest import Program


def test_numbers_are_read_with_their_time_zones(program: Program) -> None:
    (answer,) = program.answer("number", "(312) 555-0147")
    assert answer["e164"] == "+13125550147"
    assert answer["zones"] == ["America/Chicago"]


def test_an_account_is_made_and_listed(demo: Program, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("three words in a row\n")
    demo.run("users", "add", "Heron Reed", "--role", "manager", "--password-file", str(secret))
    assert "Heron Reed" in [row["name"] for row in demo.answer("users", "list")]


def test_a_server_that_does_not_answer_is_the_worlds_fault(program: Program) -> None:
    done = program.run(
        "--database", "postgresql+psycopg://127.0.0.1:1/desk", "users", "list", exit_code=3
    )
    assert "does not answer" in done.stderr


def test_the_screens_can_be_drawn(program: Program, tmp_path: Path) -> None:
    program.run("screens", "--out", str(tmp_path / "screens"))
    assert (tmp_path / "screens" / "01-intake.png").stat().st_size > 0
