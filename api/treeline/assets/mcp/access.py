"""Who may use MCP: anyone with an app's API key, except through another site's web page."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from treeline.apps.keys.access import APP_KEY, key_app
from treeline.assets.agents.files import VersionFiles, active_version
from treeline.assets.mcp.errors import ForeignOrigin
from treeline.assets.settings import AssetSettings
from treeline.kernel import current
from treeline.kernel.web import Access


def allowed_origin(origin: str, own: str, settings: AssetSettings) -> bool:
    """Whether a page of this origin may call. `own`: the origin that the request came to, as it says itself.

    A page may have pointed a name of its own at this machine, so that "the same as Host" proves something for addresses
    and `localhost` only; names have to be settings.
    """
    known = [settings.console_web_url, settings.console_api_url, *settings.console_cors_allow_origins]
    if origin in {url.rstrip("/") for url in known if url}:
        return True
    return origin == own.rstrip("/") and _is_no_name(urlsplit(origin).hostname or "")


def _is_no_name(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _check() -> Collection[str] | None:
    origin = request.headers.get("Origin")
    if origin is not None and not allowed_origin(origin, request.host_url, current.settings(AssetSettings)):
        raise ForeignOrigin(f"Origin {origin} is not allowed. Add it to CONSOLE_CORS_ALLOW_ORIGINS.")
    return APP_KEY.check()


MCP_CLIENT = Access(
    "app key", _check, refusals=(*APP_KEY.refusals, ForeignOrigin), security=APP_KEY.security, scoped=True
)


def active_files(can: str) -> VersionFiles:
    app = key_app(can)
    return VersionFiles(app.id, active_version(app), current.storage())
