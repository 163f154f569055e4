"""What a mail says, from its bytes, of which there may be only the first."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from html import unescape
from typing import Any

from treeline.kernel.text import clean
from treeline.triggers.events.kinds.feed_xml import iso_time
from treeline.triggers.events.kinds.kind import shortened

MOST_PARTS = 100
MOST_ADDRESSES = 100
MAX_LINE = 1000
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def read_mail(data: bytes) -> dict[str, Any]:
    """Whatever arrives can be read: what is broken is left out."""
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
    parts = [part for part, _ in zip(_leaves(message), range(MOST_PARTS), strict=False)]
    told = {
        "message_id": _header(message, "Message-ID"),
        "subject": _header(message, "Subject"),
        "from": _header(message, "From"),
        "to": _addresses(message, "To", "Cc"),
        "date": iso_time(_header(message, "Date")),
        "text": shortened(_text(parts)),
        "attachments": [_attachment(part) for part in parts if _filename(part)],
    }
    return clean(told)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _text(parts: list[EmailMessage]) -> str:
    for kind, read in (("text/plain", str.strip), ("text/html", _without_tags)):
        texts = [_content(each) for each in parts if each.get_content_type() == kind and not _filename(each)]
        if text := "\n".join(read(each) for each in texts if each.strip()):
            return text
    return ""


def _content(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError):
        # An encoding that nobody knows.
        raw = part.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return content if isinstance(content, str) else ""


def _without_tags(html: str) -> str:
    text = unescape(_TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", html))))
    return "\n".join(line for each in text.splitlines() if (line := each.strip()))


def _attachment(part: EmailMessage) -> dict[str, Any]:
    return {"name": _filename(part), "media_type": part.get_content_type()[:MAX_LINE]}


def _filename(part: EmailMessage) -> str:
    try:
        return (part.get_filename() or "")[:MAX_LINE]
    except (ValueError, LookupError, IndexError, AttributeError):
        return ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())[:MAX_LINE]
    # The library fails in many ways on headers that are none.
    except Exception:
        return ""


def _addresses(message: EmailMessage, *names: str) -> list[str]:
    found = getaddresses([_header(message, name) for name in names])
    return [address[:MAX_LINE] for _, address in found if address][:MOST_ADDRESSES]
