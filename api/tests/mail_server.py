"""A mail server outside (IMAP over TLS), with a certificate that nobody has signed."""

import datetime
import re
import ssl
import tempfile
import threading
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(host: str = "mail") -> bytes:
    """Key and certificate; whoever trusts it believes that it is this host's."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + datetime.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM)


class MailServer:
    """`mails` by UID, `validity` of these; `connections`: how many came; `said`: what was asked for.

    `literal`: what it says a message's size is, if not what it is; `refusal`: of a wrong password.
    """

    def __init__(self, username: str, password: str):
        self.username, self.password = username, password
        self.mails: dict[int, bytes] = {}
        self.validity, self.connections = 7, 0
        self.literal: int | None = None
        self.refusal = "wrong password"
        self.said: list[str] = []
        mail = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                mail.connections += 1
                self.wfile.write(b"* OK ready\r\n")
                for line in self.rfile:
                    tag, _, command = line.decode("utf-8").strip().partition(" ")
                    mail.said.append(command)
                    if not mail.answer(tag, command, self.wfile.write, self.rfile.readline):
                        return

        class Server(ThreadingTCPServer):
            daemon_threads = True

            def get_request(self):
                plain, address = super().get_request()
                try:
                    return context.wrap_socket(plain, server_side=True), address
                except (ssl.SSLError, OSError) as error:
                    plain.close()
                    raise OSError from error

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hangs up is what tests are about."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "mail.pem"
            file.write_bytes(certificate())
            context.load_cert_chain(file)
        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = cast(int, self._server.server_address[1])

    def answer(self, tag: str, command: str, write: Callable[[bytes], object], read: Callable[[], bytes]) -> bool:
        """False: the client has left."""
        verb = command.upper()
        rows: list[bytes] = []
        end = "OK done"
        if verb.startswith("CAPABILITY"):
            rows = [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN"]
        elif verb.startswith("LOGIN"):
            end = end if command == f'LOGIN "{self.username}" "{self.password}"' else f"NO {self.refusal} {command}"
        elif verb.startswith("AUTHENTICATE"):
            write(b"+ \r\n")
            given = b64decode(read()).decode().split("\0")
            end = end if given == ["", self.username, self.password] else "NO wrong password"
        elif verb.startswith("EXAMINE"):
            if '"INBOX"' not in command:
                end = "NO no such folder"
            else:
                rows = [
                    f"* {len(self.mails)} EXISTS".encode(),
                    f"* OK [UIDVALIDITY {self.validity}] x".encode(),
                    f"* OK [UIDNEXT {max(self.mails, default=0) + 1}] x".encode(),
                ]
        elif found := re.match(r"UID SEARCH UID (\d+):\*", command):
            rows = [b"* SEARCH " + " ".join(map(str, self._from(int(found[1])))).encode()]
        elif found := re.match(r"UID FETCH (\d+) ", command):
            rows = self._fetched(int(found[1]))
        elif verb.startswith("LOGOUT"):
            rows = [b"* BYE"]
        for row in rows:
            write(row + b"\r\n")
        write(f"{tag} {end}\r\n".encode())
        return not verb.startswith("LOGOUT")

    def _from(self, first: int) -> list[int]:
        """The last one is always there: a range is taken either way round."""
        return sorted(uid for uid in self.mails if uid >= min(first, max(self.mails)))

    def _fetched(self, uid: int) -> list[bytes]:
        if uid not in self.mails:
            return []
        data = self.mails[uid][: 256 * 1024]
        size = len(data) if self.literal is None else self.literal
        return [f"* 1 FETCH (UID {uid} BODY[]<0> {{{size}}}".encode(), data + b")"]

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
