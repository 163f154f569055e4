"""The cookies of a login. All are HttpOnly except the CSRF token, which the page sends back as a header."""

from flask import Request, Response

from treeline.accounts.sessions import Tokens
from treeline.accounts.settings import AccountSettings

ACCESS, REFRESH, CSRF, INIT = "access_token", "refresh_token", "csrf_token", "init_validated"
DEVICE = "device"
OIDC = "oidc"
DEFAULT_PORTS = tuple(AccountSettings.model_fields[name].default for name in ("api_port", "web_port"))


class Cookies:
    """`__Host-` in front of a name lets no other subdomain set it; it needs https and forbids a domain.

    Browsers send a host's cookies to all its ports: behind the name stands the port of an instance that is not on the
    default ones, or two instances on one host would sign each other out.
    """

    def __init__(self, settings: AccountSettings):
        self._settings = settings
        self._prefix = "__Host-" if settings.https and not settings.cookie_domain else ""
        ports = (settings.api_port, settings.web_port)
        self._suffix = "" if ports == DEFAULT_PORTS else f"_{settings.api_port}"

    def name(self, cookie: str) -> str:
        return self._prefix + cookie + self._suffix

    def read(self, request: Request, cookie: str) -> str:
        """Its value, or nothing."""
        return request.cookies.get(self.name(cookie), "")

    def set_login(self, response: Response, tokens: Tokens) -> None:
        brief = int(self._settings.access_token_expire_minutes * 60)
        long = int(self._settings.refresh_token_expire_days * 86400)
        for cookie, value, seconds in (
            (ACCESS, tokens.access, brief),
            (REFRESH, tokens.refresh, long),
            (CSRF, tokens.csrf, long),
        ):
            self.set(response, cookie, value, seconds if tokens.remember else None)

    def set(self, response: Response, cookie: str, value: str, seconds: int | None) -> None:
        """`seconds` None: until the browser is closed."""
        response.set_cookie(
            self.name(cookie),
            value,
            max_age=seconds,
            path="/",
            domain=self._settings.cookie_domain or None,
            secure=self._settings.https,
            httponly=cookie != CSRF,
            samesite="Lax",
        )

    def clear_login(self, response: Response) -> None:
        for cookie in (ACCESS, REFRESH, CSRF):
            self.set(response, cookie, "", 0)
