"""Mail in a mailbox: an event for each message that arrives. Nothing is changed there, not even what is read."""

import imaplib
import re
import ssl
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from treeline.kernel.addresses import is_host
from treeline.kernel.settings import MIB, KernelSettings
from treeline.kernel.text import clean
from treeline.kernel.validation import invalid
from treeline.triggers.events.kinds.imap_connection import MAX_BYTES, Mailbox, TooMuch
from treeline.triggers.events.kinds.kind import MOST_EVENTS, Found, Look, LookFailed, Polled, Source
from treeline.triggers.events.kinds.mail import read_mail

# Of each message; what comes after are attachments.
MESSAGE_BYTES = 256 * 1024
_UIDS = re.compile(rb"\d+")
_UID = re.compile(rb"\bUID (\d+)")


class ImapSource(Source):
    secrets: ClassVar[tuple[str, ...]] = ("password",)
    kind: Literal["imap"] = "imap"
    host: str = Field(min_length=1, max_length=253)
    port: int = Field(993, ge=1, le=65535)
    username: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=500, repr=False)
    folder: str = Field("INBOX", min_length=1, max_length=255)
    verify_certificate: bool = True

    @field_validator("host")
    @classmethod
    def _is_host(cls, host: str) -> str:
        if not is_host(host):
            raise invalid("mail_host", "must be a host name or an IP address, without a port")
        return host

    @field_validator("username", "password", "folder")
    @classmethod
    def _is_a_line(cls, text: str) -> str:
        if not text.isprintable():
            raise invalid("one_line", "must be one line of visible characters")
        return text

    @property
    def place(self) -> tuple[Any, ...]:
        return self.host, self.port, self.username, self.verify_certificate


class ImapKind(Polled[ImapSource]):
    name: ClassVar[str] = "imap"
    events: ClassVar[tuple[str, ...]] = ("message",)
    source = ImapSource

    def look(self, source: ImapSource, cursor: Mapping[str, Any] | None, settings: KernelSettings) -> Look:
        try:
            with Mailbox(source.host, source.port, settings, verify=source.verify_certificate) as mailbox:
                _log_in(mailbox, source)
                return _look(mailbox, source, cursor)
        except ssl.SSLCertVerificationError as error:
            raise LookFailed(f"The certificate of {source.host} is not valid: {error.verify_message}.") from error
        except imaplib.IMAP4.abort as error:
            # The library puts its own in the place of ours.
            if isinstance(error.__context__, TooMuch):
                raise LookFailed(f"The mail server sent more than {MAX_BYTES // MIB} MiB.") from error
            raise LookFailed(f"The connection to {source.host} broke off: {_told(error, source)}.") from error
        except imaplib.IMAP4.error as error:
            raise LookFailed(f"The mail server refused: {_told(error, source)}.") from error
        except TimeoutError as error:
            raise LookFailed(f"{source.host} took too long to answer.") from error
        except OSError as error:
            raise LookFailed(f"No connection to {source.host}: {_told(error, source)}.") from error


def _log_in(mailbox: Mailbox, source: ImapSource) -> None:
    if source.username.isascii() and source.password.isascii():
        mailbox.login(_quoted_text(source.username), source.password)
        return
    # The command LOGIN knows no other characters.
    words = b"\0".join((b"", source.username.encode(), source.password.encode()))
    mailbox.authenticate("PLAIN", lambda _: words)


def _look(mailbox: Mailbox, source: ImapSource, cursor: Mapping[str, Any] | None) -> Look:
    status, _ = mailbox.select(_quoted(source.folder), readonly=True)
    if status != "OK":
        raise LookFailed(f"The mailbox has no folder {source.folder}.")
    validity, following = _number(mailbox, "UIDVALIDITY"), _number(mailbox, "UIDNEXT")
    if cursor is None or cursor.get("validity") != validity:
        # Numbers of another mailbox mean nothing here: it begins anew, with what arrives from now on.
        last = following - 1 if following else max(_search(mailbox, "1:*"), default=0)
        return Look(_fetched(mailbox, [last], validity) if cursor is None and last else [], _cursor(validity, last))
    last = int(cursor["last"])
    # A range that ends before it begins is taken the other way round: the last message is always among them.
    fresh = sorted(uid for uid in _search(mailbox, f"{last + 1}:*") if uid > last)
    taken = fresh[:MOST_EVENTS]
    found = _fetched(mailbox, taken, validity)
    return Look(found, _cursor(validity, max(taken, default=last)), more=len(taken) < len(fresh))


def _cursor(validity: int, last: int) -> dict[str, Any]:
    return {"validity": validity, "last": last}


def _search(mailbox: Mailbox, uids: str) -> list[int]:
    status, rows = mailbox.uid("SEARCH", f"UID {uids}")
    if status != "OK":
        raise LookFailed("The mail server can't search this folder.")
    return [int(each) for row in rows if isinstance(row, bytes) for each in _UIDS.findall(row)]


def _fetched(mailbox: Mailbox, uids: list[int], validity: int) -> list[Found]:
    """One after another: a large mailbox does not come as a whole. One that was deleted meanwhile is left out."""
    found = list[Found]()
    for uid in uids:
        _, rows = mailbox.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{MESSAGE_BYTES}>)")
        for row in rows:
            if isinstance(row, tuple) and len(row) == 2 and isinstance(row[1], bytes):
                found.append(Found("message", f"{validity}:{uid}", read_mail(row[1])))
                break
    return found


def _number(mailbox: Mailbox, name: str) -> int:
    _, told = mailbox.response(name)
    first = told[0] if told else None
    match = _UIDS.search(first) if isinstance(first, bytes) else None
    return int(match[0]) if match else 0


def _quoted(folder: str) -> str:
    return _quoted_text(_utf7(folder))


def _quoted_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(text: str) -> str:
    """As IMAP spells names of folders (RFC 3501, 5.1.3)."""
    from base64 import b64encode

    def spelled(match: re.Match[str]) -> str:
        code = b64encode(match[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{code}-"

    return re.sub(r"[^\x20-\x7e]+", spelled, text.replace("&", "&-"))


def _told(error: Exception, source: ImapSource) -> str:
    """Without the password: servers may repeat what they were sent."""
    words = error.args[0] if error.args else error
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    for secret in (_quoted_text(source.password)[1:-1], source.password):
        text = text.replace(secret, "…")
    return clean(text)[:300].strip().rstrip(".") or type(error).__name__
