"""A real IMAP server for the tests: Dovecot on loopback and a free port, with TLS and a certificate of its own.

Knows nothing of the product; tests put mails into its folders and look at what became of them.
"""

from __future__ import annotations

import imaplib
import secrets
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.leash import LOOPBACK, Server, free_ports, hand_over, missing, servant

PASSWORD = "geheim-Ümläut"
_PROGRAM = Path("/usr/sbin/dovecot")
_SERVICES = """\
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = /dev/stderr
listen = {host}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_max_userip_connections = 50
auth_failure_delay = 0
first_valid_uid = 1
ssl = yes
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
namespace inbox {{
  inbox = yes
  separator = /
}}
"""
_DIALECTS = {
    # Debian 12
    "2.3": _SERVICES
    + """\
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
""",
    # Debian 13: the versions have to stand first
    "2.4": """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
"""
    + _SERVICES
    + """\
ssl_server_cert_file = {home}/cert.pem
ssl_server_key_file = {home}/key.pem
auth_allow_cleartext = yes
mail_driver = maildir
mail_home = {home}/mail/%{{user}}
mail_path = {home}/mail/%{{user}}
mail_uid = {uid}
mail_gid = {gid}
passdb static {{
  password = {password}
}}
userdb static {{
}}
""",
}


_TOKENS = """\
auth_mechanisms = plain xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
"""


class MailServer(Server):
    """One Dovecot; every user name exists and has the same password."""

    not_ready = (OSError, imaplib.IMAP4.error)

    def __init__(self, token_server: int = 0) -> None:
        """``token_server``: the port of one that says whose a token is; then XOAUTH2 is offered too (Dovecot 2.3 only)."""
        if not _PROGRAM.exists():
            missing("dovecot", "dovecot-imapd")
        version = subprocess.run([str(_PROGRAM), "--version"], capture_output=True, text=True, check=True).stdout
        self._dialect = _DIALECTS.get(version[:3], "")
        if not self._dialect:
            pytest.skip(f"the configuration is written for Dovecot {' and '.join(_DIALECTS)}, this is {version.split()[0]}")
        if token_server and not version.startswith("2.3"):
            pytest.skip("tokens are set up for Dovecot 2.3 only")
        self._token_server = token_server
        super().__init__()
        self.plain, self.tls = free_ports(2)
        self._certify()
        self._configure()
        (self.home / "mail").mkdir()
        hand_over(self.home)

    @property
    def certificate(self) -> str:
        return (self.home / "cert.pem").read_text()

    def command(self) -> list[str]:
        return [str(_PROGRAM), "-F", "-c", str(self.home / "dovecot.conf")]

    def probe(self) -> None:
        with self.client("probe"):
            pass

    @contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4_SSL]:
        """Logged in, as a mail program would be."""
        trust = ssl.create_default_context(cadata=self.certificate)
        with imaplib.IMAP4_SSL(LOOPBACK, self.tls, ssl_context=trust, timeout=20) as session:
            session.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            yield session

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        with self.client(user) as session:
            for mail in mails:
                assert session.append(folder, "", "", mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))[0] == "OK"

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """The flags of each mail in order, as the server writes them."""
        with self.client(user) as session:
            if session.select(folder, readonly=True)[0] != "OK":
                return []
            found = session.uid("FETCH", "1:*", "(FLAGS)")[1]
            return [line.decode() for line in found if isinstance(line, bytes)]

    def _certify(self) -> None:
        subject = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{LOOPBACK},DNS:localhost"]
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        subprocess.run([*command, *subject, "-keyout", "key.pem", "-out", "cert.pem"], cwd=self.home, check=True, capture_output=True)

    def _configure(self) -> None:
        who = servant()
        uid, gid = who.get("user", self.home.stat().st_uid), who.get("group", self.home.stat().st_gid)
        names = {"user": _name("passwd", uid), "group": _name("group", gid), "uid": uid, "gid": gid}
        ports = {"plain": self.plain, "tls": self.tls, "host": LOOPBACK}
        text = self._dialect.format(home=self.home, password=PASSWORD, **names, **ports)
        if self._token_server:
            asked = f"tokeninfo_url = http://{LOOPBACK}:{self._token_server}/?access_token=\nusername_attribute = email\n"
            (self.home / "oauth2.conf").write_text(asked)
            text += _TOKENS.format(home=self.home)
        (self.home / "dovecot.conf").write_text(text)


def _name(table: str, number: int) -> str:
    return subprocess.run(["getent", table, str(number)], capture_output=True, text=True, check=True).stdout.split(":")[0]


def user() -> str:
    """A name nobody used before, so with an empty mailbox."""
    return f"post{secrets.token_hex(4)}"
