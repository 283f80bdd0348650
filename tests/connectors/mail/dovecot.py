"""A real mail server on loopback: Debian's dovecot, with a folder and a certificate of its own.

It needs the package ``dovecot-imapd``; ``.ci/run`` installs it.
"""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "the-wren-sings"
PROGRAM = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")

_CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{base}/certificate.pem
ssl_key = <{base}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_uid = {user}
mail_gid = {group}
mail_location = maildir:{base}/mail/%u
mail_fsync = never
maildir_very_dirty_syncs = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class MailServer:
    """One that runs. Every name is a mailbox of its own; the password is the same."""

    base: Path
    plain: int
    tls: int

    @property
    def certificate(self) -> str:
        """What it has to be trusted by."""
        return str(self.base / "certificate.pem")

    @contextmanager
    def opened(self, user: str, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """The mailbox as another mail program has it open."""
        client = imaplib.IMAP4("127.0.0.1", self.plain, timeout=30)
        try:
            client.login(user, PASSWORD)
            client.select(folder)
            yield client
        finally:
            client.logout()

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX", flags: str = "") -> None:
        """Put mails into a folder, as if they had just come."""
        with self.opened(user, folder) as client:
            for mail in mails:
                status, said = client.append(folder, flags, "", mail)
                assert status == "OK", said

    def make_folder(self, user: str, folder: str, *, anew: bool = False) -> None:
        """Make a folder; ``anew``: the one that is there goes first, with all its numbers."""
        with self.opened(user) as client:
            if anew:
                client.delete(folder)
            assert client.create(folder)[0] == "OK"

    def seen(self, user: str, folder: str = "INBOX") -> list[int]:
        """The numbers of the mails that are marked as seen."""
        return self._search(user, folder, "SEEN")

    def unseen(self, user: str, folder: str = "INBOX") -> list[int]:
        """The numbers of those that are not."""
        return self._search(user, folder, "UNSEEN")

    def _search(self, user: str, folder: str, what: str) -> list[int]:
        with self.opened(user, folder) as client:
            found = client.uid("SEARCH", what)[1][0]
            return [int(uid) for uid in (found or b"").split()]

    def remove(self, user: str, uid: int, folder: str = "INBOX") -> None:
        """Somebody deletes a mail for good."""
        with self.opened(user, folder) as client:
            client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            client.expunge()


@contextmanager
def running() -> Iterator[MailServer]:
    """Start it, and stop it at the end."""
    # Not in pytest's own folder, which only its user may enter.
    base = Path(tempfile.mkdtemp(prefix="ketwell-mail-"))
    base.chmod(0o755)
    plain, tls = _free_ports()
    owner = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
    try:
        _certificate(base)
        for name in ("mail", "run", "state"):
            (base / name).mkdir()
        if not os.getuid():
            os.chown(base / "mail", owner.pw_uid, owner.pw_gid)
        (base / "dovecot.conf").write_text(
            _CONFIG.format(
                base=base,
                user=owner.pw_name,
                group=grp.getgrgid(owner.pw_gid).gr_name,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                password=PASSWORD,
                plain=plain,
                tls=tls,
            )
        )
        assert PROGRAM is not None
        with subprocess.Popen(
            [PROGRAM, "-F", "-c", str(base / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                server = MailServer(base, plain, tls)
                _until_it_answers(process, server)
                yield server
            finally:
                process.terminate()
                process.wait(20)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _until_it_answers(process: subprocess.Popen[bytes], server: MailServer) -> None:
    last = time.monotonic() + 30
    while True:
        try:
            with server.opened("nobody-yet"):
                return
        except (OSError, imaplib.IMAP4.error):
            log = server.base / "log"
            told = log.read_text() if log.exists() else ""
            assert process.poll() is None, (process.stderr and process.stderr.read(), told)
            assert time.monotonic() < last, told


def _free_ports() -> list[int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return [one.getsockname()[1], other.getsockname()[1]]


def _certificate(base: Path) -> None:
    """For "localhost", signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (base / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (base / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
