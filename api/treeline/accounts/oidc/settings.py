"""The providers that people may sign in with, from OIDC_PROVIDERS: a list of objects in JSON."""

import json
import re
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import NoDecode

from treeline.accounts.roles import GIVEN_ROLES, GivenRole
from treeline.kernel.addresses import checked_address
from treeline.kernel.settings import KernelSettings

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
Domain = Annotated[
    str,
    Field(max_length=253, pattern=r"^[^@*\s]+\.[^@*\s]+$"),
    # As addresses have it: xn--… spelled out.
    AfterValidator(lambda domain: domain.lower().encode("idna").decode("idna")),
]


def _sendable(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[ -~]+", secret.get_secret_value()):
        raise ValueError("a client secret has printable ASCII characters only.")
    return secret


class OidcProvider(BaseModel):
    """One OpenID Connect provider. `name` is part of its callback URL."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    # What the button says.
    label: str = Field(default="", max_length=60)
    issuer: Annotated[str, Field(max_length=2000), AfterValidator(checked_address)]
    client_id: str = Field(max_length=500, pattern=r"^[ -~]+$")
    # None: a public client, which PKCE alone protects.
    client_secret: Annotated[SecretStr, AfterValidator(_sendable)] | None = None
    scopes: list[str] = ["openid", "profile", "email"]
    # Whose addresses are taken as those of existing accounts, where the provider says that they are verified.
    trusted_domains: list[Domain] = []
    # Whose people get an account when they first sign in.
    domains: list[Domain] = []
    # Where they get it; the first workspace if it is not named.
    workspace_id: UUID | None = None
    # What they are there; None: whoever is in none of `groups` cannot sign in.
    role: GivenRole | None = "normal"
    groups_claim: str = Field(default="groups", min_length=1, max_length=200)
    groups: dict[str, GivenRole] = {}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if "openid" not in self.scopes:
            raise ValueError("scopes must include openid.")
        if self.role is None and not self.groups:
            raise ValueError("without a role, groups must name at least one group.")
        return self

    @property
    def shown(self) -> str:
        return self.label or self.name.replace("-", " ").title()

    def role_of(self, groups: list[str]) -> GivenRole | None:
        """The highest of what somebody's groups give, or else `role`."""
        given = {self.groups[each] for each in groups if each in self.groups}
        for role in GIVEN_ROLES:
            if role in given:
                return role
        return self.role


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError(f"not valid JSON ({error}). Expected a list of objects, one per provider.") from None


class OidcSettings(KernelSettings):
    oidc_providers: Annotated[list[OidcProvider], NoDecode, BeforeValidator(_read)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _providers_can_work(self) -> Self:
        for key in ("name", "issuer"):
            given = [getattr(each, key) for each in self.oidc_providers]
            if len(set(given)) < len(given):
                raise ValueError(f"OIDC_PROVIDERS: the {key} of each provider must be unique.")
        if self.oidc_providers and self.api_origin is None:
            raise ValueError("OIDC_PROVIDERS needs CONSOLE_WEB_URL, the URL of the console: sign-in returns there.")
        return self

    @property
    def api_origin(self) -> str | None:
        """Where browsers reach the API, if that is known."""
        configured = self.console_api_url or self.console_web_url
        if configured:
            return configured.rstrip("/")
        return f"http://localhost:{self.web_port}" if self.api_host in _LOOPBACK else None

    def oidc_callback(self, provider: OidcProvider) -> str:
        return f"{self.api_origin}/console/api/oidc/{provider.name}/callback"
