"""A real login at each configured address, as a browser does it: origin, cookies and the CSRF header."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import urlsplit

import anyio

from treeline.accounts.cookies import ACCESS, CSRF, REFRESH, Cookies
from treeline.embedded.network import own_host
from treeline.kernel.addresses import origin_of
from treeline.kernel.http import Client, HttpError, InvalidUrl, NamedBy, Response, outbound
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.findings import Finding, found
from treeline.operations.doctor.visitor import Visitor, is_set_up, visiting

SILENCE_SECONDS = 15
MOST_BYTES = 1024 * 1024


def sign_in(case: Case) -> Iterator[Finding]:
    if not is_set_up(case):
        yield found("sign_in.not_set_up")
        return
    for url in addresses(case):
        # Each time another one: whoever logs in twice from nowhere is sent an email about it.
        with visiting(case) as visitor:
            finding = anyio.run(_try, case, url, visitor)
        if finding is not None:
            yield finding


def addresses(case: Case) -> list[str]:
    """Where browsers log in: the console's address, and the API's if that is another."""
    settings = case.settings
    here = own_host(settings)
    host = f"[{here}]" if ":" in here else here
    web = settings.console_web_url or f"http://{host}:{settings.web_port}"
    api = settings.console_api_url or (web if settings.console_web_url else f"http://{host}:{settings.api_port}")
    return list(dict.fromkeys(url.rstrip("/") for url in (web, api)))


async def _try(case: Case, url: str, visitor: Visitor) -> Finding | None:
    try:
        async with _browser(case, url) as client:
            return await _visit(case, client, url, visitor)
    except (HttpError, InvalidUrl) as error:
        return found("sign_in.unreachable", url=url, reason=str(error) or type(error).__name__)


@asynccontextmanager
async def _browser(case: Case, url: str) -> AsyncIterator[Client]:
    # The operator names these addresses, so they may be in the own network.
    allowed = case.settings.model_copy(update={"outbound_allowed_hosts": [urlsplit(url).hostname or ""]})
    # A client on another origin than the API's is one that CORS is set for.
    page = addresses(case)[0] if case.settings.console_cors_allow_origins else url
    headers = {"Origin": origin_of(page), "User-Agent": "treeline doctor"}
    async with outbound(allowed, NamedBy.ADMIN, headers=headers, silence=SILENCE_SECONDS, most=MOST_BYTES) as client:
        yield client


async def _visit(case: Case, client: Client, url: str, visitor: Visitor) -> Finding | None:
    body = {"email": visitor.email, "password": visitor.password, "remember_me": False}
    reply = await client.post(f"{url}/console/api/login", json=body)
    if reply.status_code != 200 or _body(reply) is None:
        return _refusal(url, reply)
    origin = client.headers["Origin"]
    if origin_of(url) != origin and not _is_shared_with(origin, reply):
        return found("sign_in.cors", url=url, origin=origin)
    names = Cookies(case.settings)
    kept = {cookie.name for cookie in client.cookies.jar}
    dropped = [name for each in (ACCESS, REFRESH, CSRF) if (name := names.name(each)) not in kept]
    if dropped:
        return found("sign_in.cookies_dropped", url=url, cookies=", ".join(dropped))
    token = {"X-CSRF-Token": client.cookies.get(names.name(CSRF)) or ""}
    for path, more in (("account/interface-language", {"interface_language": "en-US"}), ("logout", {})):
        reply = await client.post(f"{url}/console/api/{path}", json=more, headers=token)
        if reply.status_code != 200:
            return found("sign_in.not_kept", url=url, status=reply.status_code, error=_code(reply))
    return None


def _refusal(url: str, reply: Response) -> Finding:
    code = _code(reply)
    if not code:
        return found("sign_in.not_treeline", url=url, status=reply.status_code)
    if code == "authentication_failed":
        return found("sign_in.other_database", url=url)
    return found("sign_in.refused", url=url, status=reply.status_code, error=code)


def _is_shared_with(origin: str, reply: Response) -> bool:
    allowed, credentials = "access-control-allow-origin", "access-control-allow-credentials"
    return reply.headers.get(allowed) == origin and reply.headers.get(credentials) == "true"


def _code(reply: Response) -> str:
    """Of an error of ours; empty for what is not."""
    return str((_body(reply) or {}).get("code", ""))


def _body(reply: Response) -> dict[str, object] | None:
    """A page is none."""
    try:
        body = reply.json()
    except ValueError:
        return None
    return cast(dict[str, object], body) if isinstance(body, dict) else None
