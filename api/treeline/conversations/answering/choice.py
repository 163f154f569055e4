"""Which model answers: the config's, or else the workspace's default."""

from uuid import UUID

from treeline.apps.configs.schemas import AppConfig
from treeline.kernel.db import DbSession
from treeline.providers.errors import ProviderNotInitialized
from treeline.providers.kinds.kind import LLM
from treeline.providers.port import ModelRuntime
from treeline.providers.service import ProviderService
from treeline.settings import Settings


def chosen_model(session: DbSession, workspace_id: UUID, config: AppConfig, settings: Settings) -> ModelRuntime:
    """Raises ProviderNotInitialized, ModelNotSupported."""
    providers = ProviderService(session, workspace_id, settings)
    if config.model is not None:
        return providers.runtime(config.model.provider, config.model.name)
    default = providers.default(LLM)
    if default is None:
        raise ProviderNotInitialized(
            "The app's config names no model, and the workspace has no default: choose one under Settings, Model "
            "providers, or with POST /console/api/workspaces/current/default-model."
        )
    return providers.runtime(*default)
