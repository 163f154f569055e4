"""A target's configuration: read from a form, its secrets sealed, and shown without them."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from treeline.kernel.addresses import checked_address
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.errors import InvalidInput
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import HIDDEN
from treeline.tracing.kinds import KINDS, ConfigField, TraceKind, headers_in
from treeline.tracing.models import TraceTarget

SEALED = SealedColumn(TraceTarget.sealed_secrets, TraceTarget.workspace_id, "tracing secrets")
MOST_CHARACTERS = 2000
Config = dict[str, str]


class ConfigUnreadable(ValueError):
    """The secrets can't be decrypted any more."""


def taken(kind: TraceKind, given: Mapping[str, str], known: Config | None = None) -> Config:
    """The kind's fields from a form. `known`: the configuration before, whose secrets stay where they come back masked;
    for the same address only. Raises InvalidInput.
    """
    values: Config = {}
    kept: list[str] = []
    for field in kind.fields:
        value = given.get(field.name, "").strip()
        if field.secret and value == HIDDEN:
            kept.append(field.name)
            value = (known or {}).get(field.name, "")
        elif value:
            _check(field, value)
        value = value or field.default
        if field.required and not value:
            said = f"required by {kind.label} ({field.label})."
            raise InvalidInput.at(_place(field.name), "field_missing", said, field=field.label)
        if value:
            values[field.name] = value
    values[kind.address] = _address(kind, values[kind.address])
    if kept and (known or {}).get(kind.address) != values[kind.address]:
        raise InvalidInput.at(_place(kept[0]), "secret_again", "the URL has changed, so enter this again.")
    return values


def _check(field: ConfigField, value: str) -> None:
    lines = value.splitlines() if field.headers else [value]
    if len(value) > MOST_CHARACTERS or not all(line.isprintable() for line in lines):
        said = f"must be one line of at most {MOST_CHARACTERS} characters."
        raise InvalidInput.at(_place(field.name), "line", said, field=field.label, max_length=MOST_CHARACTERS)
    # They travel in headers.
    if not value.isascii():
        raise InvalidInput.at(
            _place(field.name), "line_ascii", "must contain only ASCII characters.", field=field.label
        )
    if field.headers:
        try:
            headers_in(value)
        except ValueError as error:
            raise InvalidInput.at(_place(field.name), "header_lines", f"{error}.") from error


def _address(kind: TraceKind, url: str) -> str:
    place, example = _place(kind.address), "https://traces.example.com"
    try:
        parts = urlsplit(checked_address(url))
    except ValueError as error:
        raise InvalidInput.at(place, "address", f"{error}; for example {example}.") from error
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidInput.at(place, "address", f"must be a URL such as {example}.")
    return url.rstrip("/")


def _place(name: str) -> str:
    return f"tracing_config.{name}"


def put(target: TraceTarget, values: Config, settings: KernelSettings) -> None:
    secret = {field.name for field in KINDS[target.provider].fields if field.secret}
    hidden = {name: value for name, value in values.items() if name in secret}
    target.config = {name: value for name, value in values.items() if name not in secret}
    sealed = SEALED.vault(settings).seal(json.dumps(hidden).encode(), target.workspace_id) if hidden else None
    target.sealed_secrets = sealed


def config_of(target: TraceTarget, settings: KernelSettings) -> Config:
    """With its secrets. Raises ConfigUnreadable."""
    if target.sealed_secrets is None:
        return dict(target.config)
    try:
        secrets = json.loads(SEALED.vault(settings).open(target.sealed_secrets, target.workspace_id))
    except CannotOpen as error:
        label = KINDS[target.provider].label
        told = f"The credentials of {label} can't be decrypted. {error} Otherwise, enter them again."
        raise ConfigUnreadable(told) from error
    return {**target.config, **secrets}


def shown(target: TraceTarget) -> Config:
    """As people see it: secrets masked; whether there are any is told."""
    fields = KINDS[target.provider].fields
    hidden = HIDDEN if target.sealed_secrets else ""
    return {field.name: hidden if field.secret else target.config.get(field.name, "") for field in fields}
