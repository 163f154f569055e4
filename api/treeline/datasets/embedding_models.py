"""Which model makes a dataset's vectors."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import ModelNotSupported, ProviderNotInitialized
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.port import ModelRuntime
from treeline.providers.service import ProviderService


def chosen_model(
    session: DbSession, workspace_id: UUID, settings: KernelSettings, given: Mapping[str, Any]
) -> tuple[str, str]:
    """(provider, model): what is given as `embedding_model_provider` and `embedding_model`, else the default.

    Raises ProviderNotInitialized, ModelNotSupported.
    """
    providers = ProviderService(session, workspace_id, settings)
    default = providers.default(TEXT_EMBEDDING)
    provider, model = given.get("embedding_model_provider"), given.get("embedding_model")
    if not model:
        if default is None:
            raise ProviderNotInitialized(
                "No embedding model is set up in this workspace. Add one under Settings, Model providers, or use the "
                "indexing technique economy, which needs none."
            )
        return default
    provider = provider or (default[0] if default else "openai")
    runtime = providers.runtime(provider, model, TEXT_EMBEDDING)
    return runtime.provider, runtime.model


def model_to_come(
    session: DbSession, workspace_id: UUID, settings: KernelSettings, given: Mapping[str, Any]
) -> ModelRuntime | None:
    """Which would embed, by `indexing_technique` and the names as in `chosen_model`; None: none would."""
    if given.get("indexing_technique") == "economy":
        return None
    try:
        chosen = chosen_model(session, workspace_id, settings, given)
        return ProviderService(session, workspace_id, settings).runtime(*chosen, TEXT_EMBEDDING)
    except (ProviderNotInitialized, ModelNotSupported):
        return None
