"""Fetches the document that `yaml_url` names: an address that a member gives."""

import asyncio
import re

from treeline.kernel.addresses import checked_address
from treeline.kernel.settings import KernelSettings
from treeline.workflows.dsl.document import MAX_BYTES
from treeline.workflows.dsl.report import BadImport

SECONDS = 30
# A page about a file, instead of the file.
_PAGE = re.compile(r"https://github\.com/([^/]+)/([^/]+)/(?:blob|raw)/(.+)")


def fetched(url: str, settings: KernelSettings) -> str:
    """The text at an address. No transaction may be open. Raises BadImport."""
    # The HTTP client is loaded where it is used, not in every process.
    from treeline.kernel.http import HttpError

    try:
        content = asyncio.run(_read(raw_address(checked_address(url.strip())), settings))
    except ValueError as error:
        raise _failed(f"{error}.") from error
    except (HttpError, TimeoutError) as error:
        raise _failed(_reason(error)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadImport.at(None, "not_yaml", "The file is not UTF-8 text.", "YAML in UTF-8") from error


def raw_address(url: str) -> str:
    """Where the file itself is, for the address of GitHub's page about it."""
    page = _PAGE.fullmatch(url.partition("?")[0].partition("#")[0])
    return f"https://raw.githubusercontent.com/{page[1]}/{page[2]}/{page[3]}" if page else url


async def _read(url: str, settings: KernelSettings) -> bytes:
    from treeline.kernel.http import NamedBy, outbound

    async with (
        asyncio.timeout(SECONDS),
        outbound(settings, NamedBy.MEMBER, silence=SECONDS, most=MAX_BYTES) as client,
        client.stream("GET", url, follow_redirects=True) as reply,
    ):
        if reply.status_code != 200:
            raise _failed(f"the server returned {reply.status_code}.")
        return await reply.aread()


def _reason(error: Exception) -> str:
    from treeline.kernel.http import ResponseTooLarge, TookTooLong, causes, reason_of

    if any(isinstance(each, ResponseTooLarge) for each in causes(error)):
        return "the file is larger than 10 MB."
    if any(isinstance(each, TookTooLong) for each in causes(error)):
        return f"it took longer than {SECONDS} seconds."
    return reason_of(error) or f"{str(error).rstrip('.') or type(error).__name__}."


def _failed(reason: str) -> BadImport:
    return BadImport.at(None, "url_failed", f"The URL can't be read: {reason[:500]}", "the URL of a YAML file")
