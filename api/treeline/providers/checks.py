from uuid import UUID

from sqlalchemy import select

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.providers.kinds.kind import LLM
from treeline.providers.models import ProviderCredential
from treeline.providers.service import kind_of, usable_model


def model_is_there(session: DbSession, app: App, config: AppConfig, _: UUID | None = None) -> None:
    """A config names a model that its workspace's provider has; of one that is not set up yet, nobody knows.

    Raises ProviderNotInitialized, ModelNotSupported.
    """
    if config.model is None:
        return
    kind = kind_of(config.model.provider)
    here = (ProviderCredential.workspace_id == app.workspace_id, ProviderCredential.provider == kind.id)
    if session.scalar(select(ProviderCredential.id).where(*here).limit(1)) is not None:
        usable_model(session, app.workspace_id, kind, config.model.name, LLM)
