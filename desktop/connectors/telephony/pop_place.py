"""Where the open window of a data directory is reached by a ``pop``, and what is said there.

A socket file where the system has them, else a port of this computer and a token in a file for its
owner alone. Small on purpose: the helper of a soft phone loads this and the phone waits for it.
"""

import os
import socket
import sys

SHOWN, NO_CALLER, NOBODY = "shown", "no caller", "nobody"
"""What became of a caller that was handed over; NOBODY: no window is open."""
LONGEST = 16 * 1024
"""Bytes of what is handed over."""
_SOCKET, _PORT = "pop.sock", "pop.port"
# What sun_path holds on macOS, which has the least room, without the NUL at its end.
_PATH_AT_MOST = 103
_SECONDS = 1.0


def socket_file(data: str) -> str | None:
    """The socket of a data directory; None where there can be none."""
    path = os.path.join(data, _SOCKET)  # noqa: PTH118 - without pathlib, which the helper spares
    return path if hasattr(socket, "AF_UNIX") and len(os.fsencode(path)) <= _PATH_AT_MOST else None


def port_file(data: str) -> str:
    """The file with the port and the token, where there is no socket."""
    return os.path.join(data, _PORT)  # noqa: PTH118


def hand_over(data: str, text: str) -> str:
    """Give ``text`` to the window of this data directory: SHOWN, NO_CALLER or NOBODY. Waits a
    second at most."""
    words = text.encode("utf-8", "replace")[:LONGEST]
    for family, address, token in _doors(data):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as door:
                door.settimeout(_SECONDS)
                door.connect(address)
                door.sendall(token + b"\n" + words)
                door.shutdown(socket.SHUT_WR)
                answer = door.recv(64).decode("ascii", "replace").strip()
        except OSError:
            continue
        if answer in (SHOWN, NO_CALLER):
            return answer
    return NOBODY


def _doors(data: str) -> "list[tuple[int, str | tuple[str, int], bytes]]":
    doors: list[tuple[int, str | tuple[str, int], bytes]] = []
    path = socket_file(data)
    if path is not None and sys.platform != "win32":
        doors.append((socket.AF_UNIX, path, b""))
    try:
        with open(port_file(data), "rb") as file:  # noqa: PTH123
            port, _, token = file.read(200).strip().partition(b" ")
        if port.isdigit() and int(port) < 65_536:
            doors.append((socket.AF_INET, ("127.0.0.1", int(port)), token))
    except (OSError, ValueError):
        pass
    return doors
