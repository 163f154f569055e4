"""A mail server outside (SMTP) that does what a test says."""

import asyncio
import ssl
import tempfile
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.processes import free_port


class SmtpServer:
    """`taken`: the mails that it has accepted, the envelope's recipients beside each.

    `says`: what it answers to MAIL, RCPT or DATA in place of 250; `first`: what it answers before that, once more than
    it should. `before_answer`: called when it has a mail, before it says so. It answers nothing while `free` is unset.
    `drops`: so many mails end with a closed line in place of an answer.
    """

    def __init__(self, *, tls: str = "", password: str = "", certificate: bytes = b"", utf8: bool = True):
        """`tls`: "" for none, "start" for STARTTLS, "always"."""
        self.port = free_port()
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.says: dict[str, str] = {}
        self.first: dict[str, str] = {}
        self.drops = 0
        self.before_answer: Callable[[], object] = lambda: None
        self.free = threading.Event()
        self.free.set()
        options: dict[str, Any] = {"enable_SMTPUTF8": utf8}
        if password:
            options |= {
                "authenticator": lambda *given: AuthResult(success=_password(given[-1]) == password, handled=False),
                "auth_required": True,
                "auth_require_tls": False,
            }
        if tls == "start":
            options |= {"tls_context": _context(certificate), "require_starttls": True}
        elif tls:
            options["ssl_context"] = _context(certificate)
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> Self:
        # The controller's own start connects to see whether it is there; with TLS from the first byte that would wait.
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.free.set()
        self._controller.stop()

    @property
    def settings(self) -> dict[str, Any]:
        """Those that send mail here."""
        return {
            "mail_type": "smtp",
            "mail_default_send_from": "Treeline <treeline@example.com>",
            "smtp_server": "127.0.0.1",
            "smtp_port": self.port,
            "smtp_use_tls": False,
            "console_web_url": "https://treeline.example.com",
        }


class _Handler:
    def __init__(self, server: SmtpServer):
        self.server = server

    async def handle_MAIL(self, smtp: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802  the library's name
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._answer(smtp, "MAIL")

    async def handle_RCPT(self, smtp: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802  the library's name
        envelope.rcpt_tos.append(address)
        return await self._answer(smtp, "RCPT")

    async def handle_DATA(self, smtp: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        server = self.server
        while not server.free.is_set():
            await asyncio.sleep(0.01)
        message = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        if server.drops:
            server.drops -= 1
            smtp.transport.close()
            return "250 nobody hears this"
        answer = await self._answer(smtp, "DATA")
        if answer.startswith("2"):
            server.taken.append((envelope.rcpt_tos, message))
            server.before_answer()
        return answer

    async def _answer(self, smtp: SMTP, command: str) -> str:
        if command in self.server.first:
            await smtp.push(self.server.first[command])
        return self.server.says.get(command, "250 OK")


def _password(given: object) -> str:
    return given.password.decode() if isinstance(given, LoginPassword) else ""


def _context(certificate: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(certificate)
        file.flush()
        context.load_cert_chain(file.name)
    return context
