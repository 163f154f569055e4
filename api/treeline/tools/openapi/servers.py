"""Where a document says that its API is: complete URLs, with the defaults of their variables."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from treeline.kernel.addresses import checked_address

MAX_SERVERS = 20
MAX_URL = 2000


class Server(BaseModel):
    model_config = ConfigDict(frozen=True)

    url: str
    description: str = ""


def servers_of(given: Any, source_url: str | None, *, default: bool = True) -> list[Server]:
    """Those that requests can be sent to. `default`: a document that names none is about where it came from."""
    declared = given if isinstance(given, list) and given else ([{"url": "/"}] if default else [])
    found: dict[str, Server] = {}
    for each in declared[:MAX_SERVERS]:
        url = _filled(each) if isinstance(each, Mapping) else None
        if url is None:
            continue
        # Variables may make up the scheme too, so they are filled in first.
        complete = url if re.match(r"https?://", url, re.IGNORECASE) else urljoin(source_url or "", url)
        if usable(complete) is None:
            said = each.get("description")
            complete = complete.rstrip("/")
            found.setdefault(complete, Server(url=complete, description=said[:200] if isinstance(said, str) else ""))
    return list(found.values())


def usable(url: str) -> str | None:
    """What is wrong with a URL that operations are added to, in words."""
    try:
        parts = urlsplit(checked_address(url))
    except ValueError as error:
        return str(error)
    if parts.username is not None or parts.password is not None:
        return "put passwords into the authentication, not into the URL"
    if parts.query or parts.fragment or "?" in url or "#" in url:
        return "a server's URL can't have ? or # in it"
    if any(segment in (".", "..") for segment in parts.path.split("/")) or "{" in url or "\\" in url:
        return "a server's URL can't have .., backslashes or braces in it"
    return None if len(url) <= MAX_URL else f"a URL can have at most {MAX_URL} characters"


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: credentials for one are not sent to another."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip("."), parts.port or (443 if scheme == "https" else 80)


def _filled(server: Mapping[str, Any]) -> str | None:
    url, variables = server.get("url"), server.get("variables")
    if not isinstance(url, str) or len(url) > MAX_URL:
        return None
    for name in re.findall(r"\{([^{}]*)\}", url):
        variable = variables.get(name) if isinstance(variables, Mapping) else None
        value = _value(variable) if isinstance(variable, Mapping) else None
        if value is None:
            return None
        url = url.replace(f"{{{name}}}", value)
    return url.strip()


def _value(variable: Mapping[str, Any]) -> str | None:
    choices = variable.get("enum")
    first = choices[0] if isinstance(choices, list) and choices else None
    value = variable.get("default", first)
    return str(value) if isinstance(value, str | int | float) else None
