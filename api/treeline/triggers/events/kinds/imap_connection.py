"""A connection to a mail server: to checked addresses only, encrypted from the first byte, bounded in time and size."""

import asyncio
import imaplib
import socket
import ssl
import threading
from contextlib import suppress
from types import TracebackType

from treeline.kernel.settings import MIB, KernelSettings
from treeline.triggers.events.kinds.kind import LookFailed

SECONDS = 60
SILENCE_SECONDS = 20
MAX_BYTES = 32 * MIB


class TooMuch(imaplib.IMAP4.abort):
    """More came than there may be."""


class Mailbox(imaplib.IMAP4_SSL):
    """Closed when its time is up, whatever the server does. Use it in a `with`: it logs out, and never raises there."""

    def __init__(self, host: str, port: int, settings: KernelSettings, *, verify: bool):
        self._settings, self._left = settings, MAX_BYTES
        # Before it connects: the greeting is waited for as well.
        self._watch = threading.Timer(SECONDS, self._cut)
        self._watch.daemon = True
        self._watch.start()
        try:
            super().__init__(host, port, ssl_context=_tls(verify=verify), timeout=SILENCE_SECONDS)
        except BaseException:
            self._watch.cancel()
            raise

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = checked_connection(self.host, self.port, self._settings, timeout)
        try:
            return self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        return self._counted(super().read(self._bounded(size)))

    def readline(self) -> bytes:
        return self._counted(super().readline())

    def _bounded(self, size: int) -> int:
        if size > self._left:
            raise TooMuch
        return size

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        self._bounded(0)
        return data

    def _cut(self) -> None:
        # It may be closed, or was never open.
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            super().__exit__(kind, error, trace)
        except (OSError, imaplib.IMAP4.error):
            pass
        finally:
            self._watch.cancel()


def checked_connection(host: str, port: int, settings: KernelSettings, timeout: float | None) -> socket.socket:
    """Raises LookFailed for an address that connections may not go to, OSError."""
    from treeline.kernel.http import AllowedHosts, GuardedNetwork, NamedBy, reason_of

    network = GuardedNetwork(AllowedHosts(NamedBy.MEMBER.listed(settings)), NamedBy.MEMBER)
    try:
        addresses = asyncio.run(network.checked(host, port))
    except Exception as error:
        raise LookFailed(reason_of(error) or str(error)) from error
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), timeout)
        except OSError as error:
            failure = error
    raise failure


def _tls(*, verify: bool) -> ssl.SSLContext:
    from treeline.kernel.http import certificates

    if verify:
        return certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
