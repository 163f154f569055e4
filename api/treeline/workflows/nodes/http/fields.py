"""Fields in lines of text, `name: value`: headers, parameters of addresses and forms.

Lines and names are found before values are put in: whatever a value holds, it makes no further field.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from treeline.kernel.addresses import checked_address
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.node import Context

Fields = list[tuple[str, str]]
MAX_URL = 16_384
MAX_HEADER_BYTES = 64 * 1024
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BREAKS = re.compile(r"[\r\n\0]")


def fields_of(context: Context, lines: str) -> Fields:
    """Lines without a name are nothing; one without a colon is a name with an empty value."""
    found: Fields = []
    for line in lines.splitlines():
        name, _, value = line.partition(":")
        name = context.text(name.strip())
        if name:
            found.append((name, context.text(value.strip())))
    return found


def header_fields(context: Context, lines: str, more: Sequence[tuple[str, str]] = ()) -> Fields:
    """Raises NodeFailed for names and values that a header cannot have."""
    headers = [(name.strip(), value.strip()) for name, value in [*fields_of(context, lines), *more]]
    for name, value in headers:
        if not _TOKEN.fullmatch(name):
            said = name[:60].encode("unicode_escape").decode()
            accepted = "Letters, digits and hyphens are accepted."
            raise NodeFailed("http_invalid_header", f'"{said}" can\'t be the name of a header. {accepted}')
        if _BREAKS.search(value):
            raise NodeFailed(
                "http_invalid_header", f"The value of the header {name} has line breaks; it can have none."
            )
    size = sum(len(name) + len(value.encode(errors="replace")) for name, value in headers)
    if size > MAX_HEADER_BYTES:
        raise NodeFailed("http_invalid_header", f"The headers have {size} bytes; the limit is {MAX_HEADER_BYTES}.")
    return headers


def with_params(url: str, params: Fields) -> str:
    """Raises NodeFailed for what is no address."""
    if not url:
        raise NodeFailed("http_invalid_url", "The URL is empty.")
    # Spaces in a path or a query are common; everything else that is no address is said.
    url = url.replace(" ", "%20")
    if params:
        front, hash_, fragment = url.partition("#")
        joint = "" if front.endswith(("?", "&")) else "&" if "?" in front else "?"
        url = f"{front}{joint}{urlencode(params, errors='replace')}{hash_}{fragment}"
    if len(url) > MAX_URL:
        raise NodeFailed("http_invalid_url", f"The URL has {len(url)} characters; the limit is {MAX_URL}.")
    try:
        return checked_address(url)
    except ValueError as error:
        raise NodeFailed("http_invalid_url", f"Invalid URL: {error}.") from error
