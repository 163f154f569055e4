"""The secrets of a source: encrypted at rest, sent to the source only, and never shown."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from treeline.kernel.crypto import CannotOpen
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import HIDDEN
from treeline.triggers.events.errors import SourceFailed
from treeline.triggers.events.kinds.kind import Source
from treeline.triggers.events.kinds.registry import KINDS
from treeline.triggers.events.models import TriggerSubscription

SEALED = SealedColumn(
    TriggerSubscription.sealed_secrets, TriggerSubscription.workspace_id, "trigger subscription secrets"
)


def stored(source: Source) -> dict[str, Any]:
    """Without its secrets."""
    return source.model_dump(mode="json", exclude=set(source.secrets))


def sealed(source: Source, workspace_id: UUID, settings: KernelSettings) -> str | None:
    secrets = {name: value for name in source.secrets if (value := getattr(source, name))}
    return SEALED.vault(settings).seal(json.dumps(secrets).encode(), workspace_id) if secrets else None


def source_of(row: TriggerSubscription, settings: KernelSettings) -> Source:
    """With its secrets. Raises SourceFailed for those that can't be decrypted any more."""
    secrets = {}
    if row.sealed_secrets is not None:
        try:
            secrets = json.loads(SEALED.vault(settings).open(row.sealed_secrets, row.workspace_id))
        except CannotOpen as error:
            told = f"The credentials of {row.name} can't be decrypted. {error} Otherwise, enter them again."
            raise SourceFailed(told) from error
    return KINDS[row.kind].source.model_validate({**row.source, **secrets}, strict=False)


def shown(row: TriggerSubscription) -> dict[str, Any]:
    """As people see it: secrets masked, whether there are any or not is told."""
    names = KINDS[row.kind].source.secrets
    return {**row.source, **dict.fromkeys(names, HIDDEN if row.sealed_secrets else "")}


def keeps(given: Source, before: Source) -> Source:
    """What is given, with the secrets that came back masked as they were."""
    return given.model_copy(update={name: getattr(before, name) for name in masked(given)})


def masked(source: Source) -> Mapping[str, str]:
    return {name: HIDDEN for name in source.secrets if getattr(source, name) == HIDDEN}
