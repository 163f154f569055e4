"""Which URLs are valid for requests. Whether a request is allowed is decided by `http`, once the name is resolved."""

import ipaddress
import re
from urllib.parse import urlsplit

MAX_HOST = 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


def checked_address(url: str) -> str:
    """The address, if a request can be sent to it. Raises ValueError, which says what is wrong with it."""
    from httpx2 import URL, InvalidURL

    try:
        parsed = URL(url)
        host = parsed.raw_host.decode()
    except (InvalidURL, ValueError):
        parsed, host = URL(), ""
    if parsed.scheme not in ("http", "https") or not is_host(host) or not url.isprintable() or " " in url:
        raise ValueError("a URL must start with http:// or https:// and a host, without spaces")
    try:
        port = urlsplit(url).port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("a port must be a number from 1 to 65535")
    return url


def origin_of(url: str) -> str:
    """As browsers name the site of an address: scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_host(host: str) -> bool:
    """A name of letters, digits and hyphens, or an address; IPv6 without brackets."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host).scope_id is None
        except ValueError:
            return False
    return len(host) <= MAX_HOST and all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))
