"""A credential: read from a form, encrypted, decrypted, and shown with its secrets masked."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from treeline.kernel.addresses import checked_address
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.errors import InvalidInput
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import ProviderNotInitialized
from treeline.providers.kinds import Access, Kind
from treeline.providers.models import ProviderCredential

SEALED = SealedColumn(ProviderCredential.sealed, ProviderCredential.workspace_id, "provider credentials")
# What clients send back for a secret that they were not shown and did not change.
HIDDEN = "[__HIDDEN__]"
MOST_CHARACTERS = 2000
# They travel in headers.
ASCII_ONLY = {"api_key", "organization"}
Values = dict[str, str]


def taken(kind: Kind, given: Mapping[str, Any], known: Mapping[str, str] | None = None) -> Values:
    """The kind's fields from a form. `known`: the credential before, whose secrets stay where they come back masked.

    Only for the address that they were entered for: nobody is to read a key by having it sent to a server of their own.
    Raises InvalidInput.
    """
    values: Values = {}
    kept: list[str] = []
    for field in kind.fields:
        place = f"credentials.{field.name}"
        value = next((given[name] for name in (field.name, *field.aliases) if given.get(name) is not None), "")
        if not isinstance(value, str) or len(value) > MOST_CHARACTERS or not value.isprintable():
            said = f"must be one line of at most {MOST_CHARACTERS} characters."
            raise InvalidInput.at(place, "line", said, field=field.label, max_length=MOST_CHARACTERS)
        value = value.strip()
        before = (known or {}).get(field.name, "")
        if field.secret and before and value in (HIDDEN, masked(before)):
            value = before
            kept.append(field.name)
        if field.name in ASCII_ONLY and not value.isascii():
            said = "must contain only ASCII characters."
            raise InvalidInput.at(place, "line_ascii", said, field=field.label)
        if field.required and not value:
            raise InvalidInput.at(
                place, "field_missing", f"required by {kind.label} ({field.label}).", field=field.label
            )
        if value:
            values[field.name] = value
    if "base_url" in values:
        values["base_url"] = _address(values["base_url"])
    if kept and known is not None and values.get("base_url") != known.get("base_url"):
        raise InvalidInput.at(f"credentials.{kept[0]}", "secret_again", "the URL has changed, so enter this again.")
    return values


def _address(url: str) -> str:
    try:
        parts = urlsplit(checked_address(url))
    except ValueError as error:
        said = f"{error}; for example https://models.example.com/v1."
        raise InvalidInput.at("credentials.base_url", "address", said) from error
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidInput.at("credentials.base_url", "address", "must be a URL such as https://models.example.com/v1.")
    return url.rstrip("/").removesuffix("/chat/completions")


def masked(secret: str) -> str:
    """Its ends, of a long one; they tell one key from another and are of no other use."""
    return f"{secret[:3]}…{secret[-4:]}" if len(secret) >= 16 else "…"


def shown(kind: Kind, values: Values) -> Values:
    """For people who may manage providers, and even for them without secrets."""
    secret = {field.name for field in kind.fields if field.secret}
    return {name: masked(value) if name in secret else value for name, value in values.items()}


def access_of(kind: Kind, values: Values) -> Access:
    return Access(
        values.get("base_url") or kind.default_url,
        values.get("api_key", ""),
        values.get("organization"),
    )


def sealed(settings: KernelSettings, workspace_id: UUID, values: Values) -> str:
    return SEALED.vault(settings).seal(json.dumps(values).encode(), workspace_id)


def opened(settings: KernelSettings, kind: Kind, credential: ProviderCredential) -> Values:
    """Raises ProviderNotInitialized where SECRET_KEY is not the one that sealed it."""
    try:
        return json.loads(SEALED.vault(settings).open(credential.sealed, credential.workspace_id))
    except CannotOpen as error:
        raise ProviderNotInitialized(
            f"The credentials of {kind.label} can't be decrypted. {error} Otherwise, enter them again."
        ) from error
