"""Documents by URL."""

import asyncio

from treeline.kernel.settings import KernelSettings
from treeline.kernel.text import clean
from treeline.tools.openapi.document import MAX_BYTES
from treeline.tools.openapi.errors import DocumentNotFetched

FETCH_SECONDS = 30


async def fetch_document(url: str, settings: KernelSettings) -> str:
    """Its text. Nothing but the URL is sent, so redirects are followed. Raises DocumentNotFetched."""
    from treeline.kernel.http import HttpError, NamedBy, outbound, reason_of

    try:
        async with (
            asyncio.timeout(FETCH_SECONDS),
            outbound(settings, NamedBy.MEMBER, silence=FETCH_SECONDS, most=MAX_BYTES + 1) as client,
        ):
            accepted = {"Accept": "application/json, application/yaml, text/yaml, */*;q=0.5"}
            response = await client.get(url, headers=accepted, follow_redirects=True)
    except TimeoutError as error:
        raise DocumentNotFetched(f"The server didn't respond within {FETCH_SECONDS} seconds.") from error
    except HttpError as error:
        said = clean(str(error))[:500] or type(error).__name__
        raise DocumentNotFetched(reason_of(error) or f"Can't fetch the document: {said}") from error
    if response.status_code != 200:
        raise DocumentNotFetched(f"Can't fetch the document: the server returned HTTP {response.status_code}.")
    return response.content.decode("utf-8", errors="replace")
