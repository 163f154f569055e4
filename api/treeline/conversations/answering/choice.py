"""Which model answers: the config's, or the workspace's default. If there is none, only builders are told why."""

import logging
from uuid import UUID

from treeline.apps.configs.schemas import AppConfig
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import ModelNotSupported, ProviderNotInitialized
from treeline.providers.kinds.kind import LLM
from treeline.providers.port import ModelRuntime
from treeline.providers.service import ProviderService

log = logging.getLogger(__name__)


# For whoever only uses an app: nothing here is theirs to mend.
NO_MODEL = "This app can't answer right now because its model isn't available. Please contact the app's owner."


def chosen_model(
    session: DbSession, workspace_id: UUID, config: AppConfig, settings: KernelSettings, *, for_member: bool
) -> ModelRuntime:
    """`for_member`: who asks builds the app, and is told how to mend it. Raises ProviderNotInitialized,
    ModelNotSupported.
    """
    try:
        return _chosen(session, workspace_id, config, settings)
    except (ProviderNotInitialized, ModelNotSupported) as error:
        if for_member:
            raise
        log.warning("workspace %s: no answer for an end user, the app has no model: %s", workspace_id, error.message)
        raise type(error)(NO_MODEL) from error


def _chosen(session: DbSession, workspace_id: UUID, config: AppConfig, settings: KernelSettings) -> ModelRuntime:
    providers = ProviderService(session, workspace_id, settings)
    if config.model is not None:
        return providers.runtime(config.model.provider, config.model.name)
    default = providers.default(LLM)
    if default is None:
        raise ProviderNotInitialized(
            "No model selected. Select one in the app's Studio, or a default model under Settings, Model providers."
        )
    return providers.runtime(*default)
