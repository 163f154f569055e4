"""Fetches the document that `yaml_url` names: an address that a member gives."""

import asyncio
import re

from treeline.kernel.addresses import checked_address
from treeline.kernel.fetching import NotFetched, fetched
from treeline.kernel.settings import KernelSettings
from treeline.workflows.dsl.document import MAX_BYTES
from treeline.workflows.dsl.report import BadImport

# A page about a file, instead of the file.
_PAGE = re.compile(r"https://github\.com/([^/]+)/([^/]+)/(?:blob|raw)/(.+)")


def yaml_at(url: str, settings: KernelSettings) -> str:
    """The text at an address. No transaction may be open. Raises BadImport."""
    try:
        content = asyncio.run(fetched(raw_address(checked_address(url.strip())), settings, most=MAX_BYTES))
    except ValueError as error:
        raise _failed(f"{error}.") from error
    except NotFetched as error:
        raise _failed(str(error)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadImport.at(None, "not_yaml", "The file is not UTF-8 text.", "YAML in UTF-8") from error


def raw_address(url: str) -> str:
    """Where the file itself is, for the address of GitHub's page about it."""
    page = _PAGE.fullmatch(url.partition("?")[0].partition("#")[0])
    return f"https://raw.githubusercontent.com/{page[1]}/{page[2]}/{page[3]}" if page else url


def _failed(reason: str) -> BadImport:
    return BadImport.at(None, "url_failed", f"The URL can't be read: {reason[:500]}", "the URL of a YAML file")
