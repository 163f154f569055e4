"""The key for a service: encrypted at rest, sent to its endpoint only, and never shown."""

from uuid import UUID

from treeline.datasets.external.errors import ExternalKnowledgeFailed
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings

SEALED = SealedColumn(ExternalKnowledgeApi.sealed_key, ExternalKnowledgeApi.workspace_id, "external knowledge keys")


def sealed(key: str, workspace_id: UUID, settings: KernelSettings) -> str | None:
    return SEALED.vault(settings).seal(key.encode(), workspace_id) if key else None


def key_of(api: ExternalKnowledgeApi, settings: KernelSettings) -> str | None:
    """Raises ExternalKnowledgeFailed for a key that can't be decrypted any more."""
    if api.sealed_key is None:
        return None
    try:
        return SEALED.vault(settings).open(api.sealed_key, api.workspace_id).decode()
    except CannotOpen as error:
        told = f"The API key of {api.name} can't be decrypted. {error} Otherwise, enter it again."
        raise ExternalKnowledgeFailed(told) from error
