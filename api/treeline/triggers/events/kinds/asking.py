"""A request to a source: only what has changed, and why it failed in words."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from treeline.kernel.settings import MIB, KernelSettings
from treeline.kernel.text import clean
from treeline.triggers.events.kinds.kind import LookFailed

SECONDS = 30
MAX_BYTES = 5 * MIB
# A server that says how long to wait is believed, within reason.
LONGEST_WAIT = 6 * 3600


@dataclass(frozen=True)
class Answer:
    """`headers`: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, headers: Mapping[str, str], settings: KernelSettings, *, redirects: bool = True) -> Answer:
    """Up to 5 MiB within 30 seconds. No transaction may be open. Raises LookFailed."""
    return asyncio.run(_asked(url, headers, settings, redirects=redirects))


async def _asked(url: str, headers: Mapping[str, str], settings: KernelSettings, *, redirects: bool) -> Answer:
    # The HTTP client is loaded where it is used, not in every process.
    from treeline.kernel.http import HttpError, InvalidUrl, NamedBy, outbound

    try:
        async with (
            asyncio.timeout(SECONDS),
            outbound(settings, NamedBy.MEMBER, headers=dict(headers), silence=SECONDS, most=MAX_BYTES) as client,
            client.stream("GET", url, follow_redirects=redirects) as reply,
        ):
            body = await reply.aread()
            return Answer(reply.status_code, {name.lower(): value for name, value in reply.headers.items()}, body)
    except (HttpError, InvalidUrl, TimeoutError) as error:
        raise LookFailed(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    from treeline.kernel.http import ResponseTooLarge, TookTooLong, causes, reason_of

    if any(isinstance(each, ResponseTooLarge) for each in causes(error)):
        return f"The response is larger than {MAX_BYTES // MIB} MiB."
    if any(isinstance(each, TookTooLong) for each in causes(error)):
        return f"The server took longer than {SECONDS} seconds."
    return reason_of(error) or f"{clean(str(error))[:500].rstrip('.') or type(error).__name__}."


def refused(answer: Answer, what: str) -> LookFailed:
    """Of a status that is no success."""
    return LookFailed(f"{what} returned {answer.status}.", wait_of(answer))


def wait_of(answer: Answer) -> float:
    """Seconds that the server asks to wait for."""
    given = answer.headers.get("retry-after", "")
    return min(float(given), LONGEST_WAIT) if given.isascii() and given.isdigit() else 0
