"""Environment variables of a workflow; the values of secret ones are sealed apart from the others."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from treeline.kernel.crypto import CannotOpen
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import HIDDEN
from treeline.workflows.errors import SecretsLost
from treeline.workflows.models import Workflow

SEALED = SealedColumn(Workflow.sealed_secrets, Workflow.workspace_id, "workflow secrets")
SECRET = "secret"  # noqa: S105  a type of variables

Variables = list[dict[str, Any]]
Secrets = dict[str, str]


def secrets_of(workflow: Workflow, settings: KernelSettings) -> Secrets:
    """{name: value}. Raises SecretsLost where SECRET_KEY is not the one that sealed them."""
    if workflow.sealed_secrets is None:
        return {}
    try:
        return json.loads(SEALED.vault(settings).open(workflow.sealed_secrets, workflow.workspace_id))
    except CannotOpen as error:
        again = "Otherwise, enter them again."
        raise SecretsLost(f"The secrets of this workflow can't be decrypted. {error} {again}") from error


def sealed(secrets: Secrets, workspace_id: UUID, settings: KernelSettings) -> str | None:
    return SEALED.vault(settings).seal(json.dumps(secrets).encode(), workspace_id) if secrets else None


def without_secrets(variables: Iterable[Mapping[str, Any]]) -> Variables:
    """As they are stored and shown: a secret without its value."""
    return [
        {**each, "value": HIDDEN if each.get("value") else ""} if each.get("value_type") == SECRET else dict(each)
        for each in variables
    ]


def with_secrets(variables: Iterable[Mapping[str, Any]], secrets: Mapping[str, str]) -> Variables:
    return [
        {**each, "value": secrets.get(each["name"], "")} if each.get("value_type") == SECRET else dict(each)
        for each in variables
    ]


def taken(variables: Iterable[Mapping[str, Any]], before: Iterable[Mapping[str, Any]], known: Secrets) -> Secrets:
    """The secrets among variables from a form: those that came back hidden stay what they were, also renamed."""
    names = {each.get("id"): each["name"] for each in before}
    found: Secrets = {}
    for each in variables:
        if each.get("value_type") != SECRET:
            continue
        value = each.get("value")
        if value == HIDDEN:
            value = known.get(each["name"], known.get(names.get(each.get("id")) or "", ""))
        if value:
            found[each["name"]] = str(value)
    return found
