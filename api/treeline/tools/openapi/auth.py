"""How calls authenticate: encrypted at rest, and sent to one server only."""

import json
import re
from base64 import b64encode
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit
from uuid import UUID

from pydantic import Field, model_validator

from treeline.kernel.crypto import CannotOpen
from treeline.kernel.schemas import Body, Schema
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings
from treeline.kernel.validation import invalid
from treeline.providers.credentials import HIDDEN
from treeline.tools.models import ApiProvider
from treeline.tools.openapi.errors import CredentialsUnreadable

SEALED = SealedColumn(ApiProvider.sealed_auth, ApiProvider.workspace_id, "openapi auth")
# Shorter ones are found in too many replies that don't tell them.
MIN_MASKED = 8
_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~\[\]-]{1,100}"
_REQUIRED = {"header": ("name", "value"), "query": ("name", "value"), "basic": ("username",)}
_RESERVED = {"connection", "content-length", "content-type", "host", "te", "transfer-encoding", "upgrade"}


class Auth(Body):
    """`header` and `query` send `value` under `name`; `basic` sends `username` and `password`."""

    type: Literal["none", "header", "query", "basic"] = "none"
    name: str = Field(default="", max_length=100)
    value: str = Field(default="", max_length=8000, repr=False)
    username: str = Field(default="", max_length=1000)
    password: str = Field(default="", max_length=8000, repr=False)

    @model_validator(mode="after")
    def _whole(self) -> "Auth":
        for field in _REQUIRED.get(self.type, ()):
            if not getattr(self, field):
                raise invalid("auth_missing", "{field} is required for {type}", field=field, type=self.type)
        if self.type in ("header", "query") and not re.fullmatch(_NAME, self.name):
            raise invalid("auth_name", "{name} can't be the name of a header or query parameter", name=self.name[:100])
        if self.type == "header" and self.name.lower() in _RESERVED:
            raise invalid("auth_name", "{name} can't be the name of a header or query parameter", name=self.name[:100])
        for field in ("value", "username", "password"):
            text = getattr(self, field)
            if text != text.strip() or (text and not (text.isprintable() and text.isascii())):
                raise invalid("auth_value", "{field} must be printable ASCII without spaces around it", field=field)
        if ":" in self.username:
            raise invalid("auth_username", "a username can't have a colon in it")
        return self

    def shown(self) -> "AuthOut":
        return AuthOut(
            type=self.type,
            name=self.name,
            value=HIDDEN if self.value else "",
            username=self.username,
            password=HIDDEN if self.password else "",
        )

    def with_known(self, known: "Auth") -> "Auth":
        """From a form: secrets that came back as they were shown stay what they were."""
        return self.model_copy(
            update={key: getattr(known, key) for key in ("value", "password") if getattr(self, key) == HIDDEN}
        )

    @property
    def is_hidden(self) -> bool:
        return HIDDEN in (self.value, self.password)

    def headers(self) -> dict[str, str]:
        if self.type == "header":
            return {self.name: self.value}
        if self.type == "basic":
            return {"Authorization": f"Basic {self._basic()}"}
        return {}

    def added_to(self, url: str) -> str:
        if self.type != "query":
            return url
        return f"{url}{'&' if '?' in url else '?'}{quote(self.name, safe='')}={quote(self.value, safe='')}"

    def taken_from(self, url: str) -> str:
        """A URL that a server named, without the credentials that it may have repeated."""
        parts = urlsplit(url)
        secrets = set(self.secrets())
        kept = [
            each
            for each in parts.query.split("&")
            if not any(
                (self.type == "query" and name == self.name) or value in secrets
                for name, value in parse_qsl(each, keep_blank_values=True)
            )
        ]
        return urlunsplit(parts._replace(query="&".join(kept)))

    def secrets(self) -> list[str]:
        return [each for each in (self.value, self.password, self._basic() if self.type == "basic" else "") if each]

    def masked(self, text: str) -> str:
        """A reply without the credentials that it may repeat."""
        for secret in self.secrets():
            # What stands behind `Bearer ` is the secret.
            for each in {secret, secret.rpartition(" ")[2]}:
                if len(each) >= MIN_MASKED:
                    text = text.replace(each, HIDDEN)
        return text

    def _basic(self) -> str:
        return b64encode(f"{self.username}:{self.password}".encode()).decode()


class AuthOut(Schema):
    """`value` and `password`: [__HIDDEN__] where there is one; they are never returned."""

    type: Literal["none", "header", "query", "basic"]
    name: str
    value: str
    username: str
    password: str


NO_AUTH = Auth()


def sealed(auth: Auth, workspace_id: UUID, settings: KernelSettings) -> str | None:
    if auth.type == "none":
        return None
    return SEALED.vault(settings).seal(auth.model_dump_json().encode(), workspace_id)


def auth_of(provider: ApiProvider, settings: KernelSettings) -> Auth:
    """Raises CredentialsUnreadable where they can't be decrypted any more."""
    if provider.sealed_auth is None:
        return NO_AUTH
    try:
        data: Any = json.loads(SEALED.vault(settings).open(provider.sealed_auth, provider.workspace_id))
    except CannotOpen as error:
        raise CredentialsUnreadable(
            f"The credentials of {provider.name} can't be decrypted. {error} Otherwise, enter them again."
        ) from error
    return Auth.model_validate(data)


def known_auth(provider: ApiProvider, settings: KernelSettings) -> Auth:
    """None where they can't be decrypted any more: they have to be given again."""
    try:
        return auth_of(provider, settings)
    except CredentialsUnreadable:
        return NO_AUTH
