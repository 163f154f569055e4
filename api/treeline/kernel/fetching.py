"""A file by the URL that a member names. Nothing but the URL is sent, so redirects are followed."""

import asyncio

from treeline.kernel.settings import MIB, KernelSettings
from treeline.kernel.text import clean

SECONDS = 30


class NotFetched(Exception):
    """Why, as a sentence."""


async def fetched(url: str, settings: KernelSettings, *, most: int) -> bytes:
    """Up to `most` bytes within 30 seconds. No transaction may be open. Raises NotFetched."""
    # The HTTP client is loaded where it is used, not in every process.
    from treeline.kernel.http import HttpError, InvalidUrl, NamedBy, outbound

    try:
        async with (
            asyncio.timeout(SECONDS),
            outbound(settings, NamedBy.MEMBER, silence=SECONDS, most=most) as client,
            client.stream("GET", url, follow_redirects=True) as reply,
        ):
            if reply.status_code != 200:
                raise NotFetched(f"the server returned {reply.status_code}.")
            return await reply.aread()
    except (HttpError, InvalidUrl, TimeoutError) as error:
        raise NotFetched(_sentence(error, most)) from error


def _sentence(error: Exception, most: int) -> str:
    from treeline.kernel.http import ResponseTooLarge, TookTooLong, causes, reason_of

    if any(isinstance(each, ResponseTooLarge) for each in causes(error)):
        return f"the file is larger than {most // MIB} MB."
    if isinstance(error, TimeoutError) or any(isinstance(each, TookTooLong) for each in causes(error)):
        return f"it took longer than {SECONDS} seconds."
    return reason_of(error) or f"{clean(str(error))[:500].rstrip('.') or type(error).__name__}."
