"""What is asked of an OpenID Connect provider: where things are, its keys, and who somebody is for a code.

Everything goes through the outbound client. The answers of discovery and the keys are kept for an hour in each process.
"""

import asyncio
import ipaddress
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, import_key
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from treeline.accounts.oidc.attempts import OidcAttempt
from treeline.accounts.oidc.errors import CodeRefused, NoAnswer
from treeline.accounts.oidc.settings import OidcProvider, OidcSettings
from treeline.kernel.http import AllowedHosts, Client, HttpError, InvalidUrl, NamedBy, Response, outbound
from treeline.kernel.text import clean

SECONDS = 10
MAX_BYTES = 1024 * 1024
KEPT_SECONDS = 3600
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}

Answer = TypeVar("Answer", bound=BaseModel)


class Discovery(BaseModel):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    # RFC 9207: whether each reply names who sends it.
    authorization_response_iss_parameter_supported: bool = False


class _Keys(BaseModel):
    keys: list[dict[str, Any]] = Field(min_length=1)


class _UserInfo(BaseModel):
    model_config = ConfigDict(extra="allow")

    sub: str


class _TokenReply(BaseModel):
    id_token: str
    access_token: str = ""


@dataclass(frozen=True)
class Granted:
    id_token: str
    access_token: str


_kept: dict[tuple[str, str], tuple[float, Any]] = {}


class ProviderClient:
    """Raises NoAnswer in all that it does. No transaction may be open."""

    def __init__(self, provider: OidcProvider, settings: OidcSettings):
        self.provider, self.settings = provider, settings

    async def discovered(self) -> Discovery:
        issuer = self.provider.issuer
        if (known := _known(issuer, "discovery")) is not None:
            return known
        found = await self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", Discovery)
        # Otherwise one provider could pass for another.
        if found.issuer != issuer:
            raise NoAnswer(f"its discovery document names the issuer {clean(found.issuer)[:200]}.")
        return _keep(issuer, "discovery", found)

    async def keys(self, *, fresh: bool) -> KeySet:
        """What its tokens are signed with. `fresh`: not those that are kept, for it may have new ones."""
        issuer = self.provider.issuer
        if not fresh and (known := _known(issuer, "keys")) is not None:
            return known
        found = await self._get((await self.discovered()).jwks_uri, _Keys)
        keys = [key for each in found.keys if (key := _key_of(each)) is not None]
        if not keys:
            raise NoAnswer("none of its keys can be read.")
        return _keep(issuer, "keys", KeySet(keys))

    async def address(self, state: str, attempt: OidcAttempt) -> str:
        """Where the browser goes to sign in."""
        endpoint = (await self.discovered()).authorization_endpoint
        self._check(endpoint)
        return prepare_grant_uri(
            endpoint,
            client_id=self.provider.client_id,
            response_type="code",
            redirect_uri=self.settings.oidc_callback(self.provider),
            scope=self.provider.scopes,
            state=state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )

    async def granted(self, code: str, verifier: str) -> Granted:
        """Raises CodeRefused too."""
        found = await self.discovered()
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self.settings.oidc_callback(self.provider),
            code_verifier=verifier,
        )
        url, headers, body = self._client_auth(found).prepare("POST", found.token_endpoint, dict(FORM), body)
        reply = await self._sent("POST", url, headers, body.encode())
        if reply.status_code in (400, 401):
            raise CodeRefused(f"its token endpoint returned {reply.status_code}: {clean(reply.text)[:500]}")
        told = _read(reply, _TokenReply)
        return Granted(told.id_token, told.access_token)

    async def userinfo(self, access_token: str) -> Mapping[str, Any]:
        """What it says of whose the access token is; nothing, if it has no place for that."""
        endpoint = (await self.discovered()).userinfo_endpoint
        if endpoint is None or not access_token:
            return {}
        reply = await self._sent("GET", endpoint, {"Authorization": f"Bearer {access_token}"})
        return _read(reply, _UserInfo).model_dump()

    def _client_auth(self, found: Discovery) -> ClientAuth:
        secret = self.provider.client_secret
        if secret is None:
            return ClientAuth(self.provider.client_id, "", "none")
        basic = "client_secret_basic" in found.token_endpoint_auth_methods_supported
        method = "client_secret_basic" if basic else "client_secret_post"
        return ClientAuth(self.provider.client_id, secret.get_secret_value(), method)

    async def _get(self, url: str, kind: type[Answer]) -> Answer:
        return _read(await self._sent("GET", url, {"Accept": "application/json"}), kind)

    async def _sent(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Response:
        self._check(url)
        try:
            async with asyncio.timeout(SECONDS), self._client() as client:
                return await client.request(method, url, headers=dict(headers), content=body)
        except (HttpError, InvalidUrl, TimeoutError) as error:
            raise NoAnswer(f"{urlsplit(url).netloc}: {clean(str(error))[:500] or type(error).__name__}") from error

    def _client(self) -> Client:
        return outbound(self.settings, NamedBy.ADMIN, silence=SECONDS, most=MAX_BYTES)

    def _check(self, url: str) -> None:
        """Secrets and tokens go over https; over http only to hosts that the installation itself lists."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or 80
        except ValueError as error:
            raise NoAnswer("it names a URL that is none.") from error
        listed = parts.scheme == "http" and _is_listed(host, port, self.settings.outbound_allowed_hosts)
        if parts.scheme != "https" and not listed:
            raise NoAnswer(f"{clean(url)[:200]} is not an https URL. For http, add the host to OUTBOUND_ALLOWED_HOSTS.")


def _key_of(published: dict[str, Any]) -> Key | None:
    """None for what we know nothing of: there may be keys of other kinds beside ours."""
    try:
        return import_key(published)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _is_listed(host: str, port: int, entries: list[str]) -> bool:
    allowed = AllowedHosts(entries)
    try:
        return allowed.host(host, port) or allowed.address(ipaddress.ip_address(host))
    except ValueError:
        return False


def _read(reply: Response, kind: type[Answer]) -> Answer:
    if reply.status_code != 200:
        raise NoAnswer(f"{reply.url.host}{reply.url.path} returned {reply.status_code}.")
    try:
        return kind.model_validate_json(reply.content)
    except ValidationError as error:
        fields = ", ".join(str(each["loc"][0]) for each in error.errors(include_input=False) if each["loc"])
        raise NoAnswer(f"{reply.url.host}{reply.url.path} returned no valid JSON object ({fields}).") from error


def _known(issuer: str, what: str) -> Any:
    until, value = _kept.get((issuer, what), (0.0, None))
    return value if time.monotonic() < until else None


def _keep(issuer: str, what: str, value: Any) -> Any:
    _kept[issuer, what] = (time.monotonic() + KEPT_SECONDS, value)
    return value
