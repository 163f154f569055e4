"""A request to a target, and what its answer means."""

import asyncio
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from treeline.kernel.clock import now
from treeline.kernel.settings import MIB, KernelSettings
from treeline.kernel.text import clean
from treeline.tracing.otlp import MEDIA_TYPE, rejected_in

MAX_REPLY_BYTES = MIB
LONGEST_WAIT = 3600.0
MOST_SAID = 300
# What no repetition changes. Who is refused (401, 403, 404) may be let in once the configuration is right.
FINAL = (400, 413, 415, 422)


class NotDelivered(Exception):
    """Later it may be. `wait`: seconds that the server asks for."""

    def __init__(self, message: str, wait: float = 0):
        super().__init__(message)
        self.wait = wait


class Rejected(Exception):
    """It never will be, as it is."""


def post(
    url: str, headers: Mapping[str, str], body: bytes, settings: KernelSettings, seconds: float
) -> tuple[int, str]:
    """How many of the spans were not taken, and why. No transaction may be open. Raises NotDelivered, Rejected."""
    return asyncio.run(_posted(url, headers, body, settings, seconds))


async def _posted(
    url: str, headers: Mapping[str, str], body: bytes, settings: KernelSettings, seconds: float
) -> tuple[int, str]:
    # The HTTP client is loaded where it is used, not in every process.
    from treeline.kernel.http import HttpError, InvalidUrl, NamedBy, outbound

    sent = {**headers, "Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"}
    try:
        async with (
            asyncio.timeout(seconds),
            outbound(settings, NamedBy.MEMBER, headers=sent, silence=seconds, most=MAX_REPLY_BYTES) as client,
            client.stream("POST", url, content=body, follow_redirects=False) as reply,
        ):
            said = await reply.aread()
            status, told = reply.status_code, reply.headers
    except (HttpError, InvalidUrl, TimeoutError) as error:
        raise NotDelivered(_sentence(error, seconds)) from error
    if 200 <= status < 300:
        count, why = rejected_in(told.get("content-type", ""), said)
        return count, str(clean(why))[:MOST_SAID]
    message = f"The server returned {status}{_quoted(told.get('content-type', ''), said)}."
    if status in FINAL:
        raise Rejected(message)
    raise NotDelivered(message, wait_of(told.get("retry-after", "")))


def _quoted(media_type: str, body: bytes) -> str:
    if not media_type.startswith(("text/plain", "application/json")):
        return ""
    said = " ".join(str(clean(body[:MOST_SAID].decode(errors="replace"))).split())
    return f": {said.rstrip('.')}" if said else ""


def _sentence(error: Exception, seconds: float) -> str:
    from treeline.kernel.http import TookTooLong, causes, reason_of

    if any(isinstance(each, TookTooLong) for each in causes(error)):
        return f"The server took longer than {seconds:g} seconds."
    said = str(clean(str(error)))[:MOST_SAID].rstrip(".") or type(error).__name__
    return reason_of(error) or f"The server can't be reached: {said}."


def wait_of(given: str) -> float:
    """Seconds of a Retry-After, within reason: a number, or a time."""
    if given.isascii() and given.isdigit():
        return min(float(given), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(given)
    except ValueError:
        return 0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now()).total_seconds(), 0), LONGEST_WAIT)
