"""Data goes to another computer encrypted and to the right one, or not at all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from desktop.domain.errors import Refused, StorageProblem
from desktop.storage.engine import open_database
from desktop.storage.postgresql_engine import postgresql_url
from desktop.storage.postgresql_transport import address_warning, with_transport


@pytest.fixture(autouse=True)
def _nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)


def told_to_libpq(target: str, **environment: str) -> dict[str, str]:
    """What libpq is given in the end."""
    url = with_transport(make_url(target), environment)
    dialect: Any = PGDialect_psycopg
    told: dict[str, str] = dialect().create_connect_args(url)[1]
    return told


@pytest.mark.parametrize(
    "target",
    [
        "postgresql://wren@server.example/desk",
        "postgresql://wren@10.0.0.7:5432/desk",
        "postgresql://wren@[2001:db8::7]/desk",
        "postgresql://wren@/desk?host=server.example:5432&host=localhost:5432",
        "postgresql://wren@localhost/desk?hostaddr=10.0.0.7",
        "postgresql:///desk?service=clinic",
        "postgresql://wren@localhost.example/desk",
    ],
)
def test_another_computer_has_to_show_its_certificate(target: str) -> None:
    assert told_to_libpq(target)["sslmode"] == "verify-full"
    for weak in ("disable", "allow", "prefer", "require", "verify-full&sslmode=disable", "no"):
        asked = f"{target}{'&' if '?' in target else '?'}sslmode={weak}"
        with pytest.raises(Refused, match="Leave sslmode out"):
            with_transport(make_url(asked), {})
    strong = f"{target}{'&' if '?' in target else '?'}sslmode=verify-ca"
    assert told_to_libpq(strong)["sslmode"] == "verify-ca"


def test_require_with_an_authority_is_held_to_it() -> None:
    told = told_to_libpq(
        "postgresql://wren@server.example/desk?sslmode=require&sslrootcert=/ca.crt"
    )
    assert (told["sslmode"], told["sslrootcert"]) == ("verify-ca", "/ca.crt")


@pytest.mark.parametrize(
    "target",
    [
        "postgresql:///desk",
        "postgresql://wren@localhost/desk",
        "postgresql://wren@localhost:5433/desk",
        "postgresql://wren@127.0.0.1:5433/desk",
        "postgresql://wren@[::1]/desk",
        "postgresql://wren@/desk?host=/var/run/postgresql",
    ],
)
def test_this_computer_is_left_as_it_is(target: str) -> None:
    assert "sslmode" not in told_to_libpq(target)
    assert told_to_libpq(f"{target}{'&' if '?' in target else '?'}sslmode=disable")


def test_what_libpq_takes_from_the_environment_is_looked_at_too() -> None:
    assert told_to_libpq("postgresql:///desk", PGHOST="server.example")["sslmode"] == "verify-full"
    assert told_to_libpq("postgresql:///desk", PGHOSTADDR="10.0.0.7")["sslmode"] == "verify-full"
    assert told_to_libpq("postgresql:///desk", PGSERVICE="clinic")["sslmode"] == "verify-full"
    away = "postgresql://wren@server.example/desk"
    assert told_to_libpq(away, PGSSLMODE="disable")["sslmode"] == "verify-full"
    assert told_to_libpq(away, PGSSLMODE="verify-ca")["sslmode"] == "verify-ca"


@pytest.fixture
def in_the_clear() -> Iterator[tuple[int, list[bytes]]]:
    """A server without TLS, and what it was sent."""
    sent: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    with connection:
                        sent.append(connection.recv(8))
                        connection.sendall(b"N")
                        sent.append(connection.recv(4096))
            except OSError:
                return  # closed

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], sent
        with suppress(OSError):  # macOS: it is not connected
            server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_a_server_without_encryption_is_sent_nothing(
    in_the_clear: tuple[int, list[bytes]], tmp_path: Path
) -> None:
    port, sent = in_the_clear
    (tmp_path / "root.crt").write_text("")
    target = (
        f"postgresql://wren:hush@server.example:{port}/desk"
        f"?hostaddr=127.0.0.1&sslmode=verify-ca&sslrootcert={tmp_path / 'root.crt'}"
    )
    with pytest.raises(StorageProblem, match="does not encrypt, or its certificate"):
        open_database(target)
    request = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"  # "do you speak TLS?"
    assert [each for each in sent if each] == [request]


def test_a_file_with_the_password_is_handed_on_and_one_in_the_address_is_told() -> None:
    told = told_to_libpq("postgresql://wren@server.example/desk?passfile=/home/wren/desk.pass")
    assert told["passfile"] == "/home/wren/desk.pass"
    assert address_warning(make_url("postgresql://wren@server.example/desk")) == ""
    for target in ("postgresql://wren:hush@s.example/d", "postgresql://s.example/d?password=hush"):
        assert "passfile" in address_warning(postgresql_url(target))
        assert "hush" not in address_warning(postgresql_url(target))


def test_what_is_refused_is_not_repeated() -> None:
    with pytest.raises(Refused) as refusal:
        open_database("postgresql://wren:hush@server.example/desk?sslmode=disable")
    assert "hush" not in str(refusal.value)
