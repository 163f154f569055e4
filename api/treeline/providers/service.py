from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, select

from treeline.accounts.access import lock_workspace
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import access_of, opened
from treeline.providers.errors import ModelNotFound, ModelNotSupported, ProviderNotFound, ProviderNotInitialized
from treeline.providers.kinds import KINDS, Kind
from treeline.providers.kinds.kind import LLM, RERANK, TEXT_EMBEDDING
from treeline.providers.models import DefaultModel, ProviderCredential, ProviderModel
from treeline.providers.port import ModelRuntime
from treeline.providers.runtime import ProviderRuntime

# Clients know more types than there are models of here.
MODEL_TYPES = (LLM, TEXT_EMBEDDING, RERANK, "speech2text", "moderation", "tts")

Row = TypeVar("Row", ProviderCredential, ProviderModel)


@dataclass(frozen=True)
class ProviderState:
    """A provider as a workspace has it; `credentials` the oldest first."""

    kind: Kind
    credentials: list[ProviderCredential] = field(default_factory=list[ProviderCredential])
    models: list[ProviderModel] = field(default_factory=list[ProviderModel])

    @property
    def active(self) -> ProviderCredential | None:
        return next((each for each in self.credentials if each.active), None)


class ProviderService:
    """The model providers of one workspace."""

    def __init__(self, session: DbSession, workspace_id: UUID, settings: KernelSettings):
        self.session, self.workspace_id, self.settings = session, workspace_id, settings

    def runtime(self, provider: str, model: str, model_type: str = LLM) -> ModelRuntime:
        """The model, ready to be asked. Raises ProviderNotInitialized, ModelNotSupported."""
        kind = kind_of(provider)
        credential = self.session.scalars(
            select(ProviderCredential).where(
                ProviderCredential.workspace_id == self.workspace_id,
                ProviderCredential.provider == kind.id,
                ProviderCredential.active,
            )
        ).one_or_none()
        if credential is None:
            raise ProviderNotInitialized(
                f"{kind.label} has no credentials in this workspace. Add them under Settings, Model providers."
            )
        known = usable_model(self.session, self.workspace_id, kind, model, model_type)
        access = access_of(kind, opened(self.settings, kind, credential))
        return ProviderRuntime(kind.id, model, access, self.settings, known.properties)

    def default(self, model_type: str) -> tuple[str, str] | None:
        """(provider, model) that is used where none is named; None if nobody has chosen one."""
        chosen = self.session.get(DefaultModel, (self.workspace_id, model_type))
        return (chosen.provider, chosen.model) if chosen else None

    def choose_defaults(self, choices: Iterable[tuple[str, str | None, str | None]]) -> None:
        """(type, provider, model) each; without a model there is none from now on.

        Raises ProviderNotFound, ModelNotSupported.
        """
        lock_workspace(self.session, self.workspace_id)
        for model_type, provider, model in choices:
            if provider is None or model is None:
                this = (DefaultModel.workspace_id == self.workspace_id, DefaultModel.model_type == model_type)
                self.session.execute(delete(DefaultModel).where(*this))
                continue
            kind = KINDS.get(provider.rpartition("/")[2])
            if kind is None:
                raise ProviderNotFound(f"Unknown provider {provider}. Available: {', '.join(KINDS)}.")
            usable_model(self.session, self.workspace_id, kind, model, model_type)
            chosen = {"workspace_id": self.workspace_id, "model_type": model_type}
            self.session.merge(DefaultModel(**chosen, provider=kind.id, model=model))

    def of_type(self, model_type: str) -> list[ProviderState]:
        """Providers with such models. Raises ModelNotFound for a type that nobody has heard of."""
        if model_type not in MODEL_TYPES:
            raise ModelNotFound(f"Unknown model type {model_type}. Available: {', '.join(MODEL_TYPES)}.")
        return self.states(model_type)

    def states(self, model_type: str | None = None) -> list[ProviderState]:
        """Every provider, configured or not; with a type, those that have such models."""
        credentials = self.session.scalars(
            select(ProviderCredential)
            .where(ProviderCredential.workspace_id == self.workspace_id)
            .order_by(ProviderCredential.created_at, ProviderCredential.id)
        ).all()
        models = self.session.scalars(
            select(ProviderModel)
            .where(ProviderModel.workspace_id == self.workspace_id)
            .order_by(ProviderModel.model_type, ProviderModel.model)
        ).all()
        return [
            ProviderState(kind, _of(kind, credentials), _of(kind, models))
            for kind in KINDS.values()
            if model_type is None or model_type in kind.model_types
        ]


def kind_of(provider: str) -> Kind:
    """Raises ProviderNotInitialized."""
    kind = KINDS.get(provider.rpartition("/")[2])
    if kind is None:
        raise ProviderNotInitialized(f"Unknown provider {provider}. Available: {', '.join(KINDS)}.")
    return kind


def usable_model(session: DbSession, workspace_id: UUID, kind: Kind, model: str, model_type: str) -> ProviderModel:
    """A model that the workspace has, enabled. Raises ModelNotSupported."""
    known = session.scalars(
        select(ProviderModel).where(
            ProviderModel.workspace_id == workspace_id,
            ProviderModel.provider == kind.id,
            ProviderModel.model_type == model_type,
            ProviderModel.model == model,
        )
    ).one_or_none()
    if known is None:
        raise ModelNotSupported(
            f"{kind.label} doesn't list the model {model} of type {model_type}. If it exists, add it under "
            "Settings, Model providers."
        )
    if not known.enabled:
        raise ModelNotSupported(f"The {kind.label} model {model} is disabled in this workspace.")
    return known


def _of(kind: Kind, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.provider == kind.id]
