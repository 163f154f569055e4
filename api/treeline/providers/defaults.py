"""The first model of a workspace becomes its default, so that an app can answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from treeline.kernel.db import DbSession
from treeline.providers.kinds.kind import LLM
from treeline.providers.models import DefaultModel, ProviderModel

# Providers list old, small and special models in any order. The names to look for, the first that is there counts.
USUAL: dict[str, tuple[str, ...]] = {
    "openai": ("gpt-5", "gpt-4.1", "gpt-4o", "gpt-4"),
    "anthropic": ("claude-sonnet", "claude-opus", "claude"),
    "google": ("gemini-2.5-flash", "gemini-2.0-flash", "gemini"),
}


def usual(provider: str, model_type: str, models: Sequence[str]) -> str:
    """The model to begin with; `models` in the provider's own order, at least one."""
    for name in USUAL.get(provider, ()) if model_type == LLM else ():
        if name in models:
            return name
        if found := next((model for model in models if model.startswith(name)), None):
            return found
    return models[0]


def usable_types(session: DbSession, workspace_id: UUID) -> set[str]:
    """Of which types the workspace has models that may be used."""
    usable = (ProviderModel.workspace_id == workspace_id, ProviderModel.enabled)
    return set(session.scalars(select(ProviderModel.model_type).where(*usable).distinct()))


def choose_first(session: DbSession, workspace_id: UUID, provider: str, models: Sequence[tuple[str, str]]) -> None:
    """(type, model) of types that had none before: one of each becomes the default, unless one is chosen that is there.

    The workspace is locked.
    """
    by_type: dict[str, list[str]] = {}
    for model_type, model in models:
        by_type.setdefault(model_type, []).append(model)
    for model_type, names in by_type.items():
        chosen = session.get(DefaultModel, (workspace_id, model_type))
        if chosen is None or not _is_there(session, chosen):
            name = usual(provider, model_type, names)
            key = {"workspace_id": workspace_id, "model_type": model_type}
            session.merge(DefaultModel(**key, provider=provider, model=name))


def _is_there(session: DbSession, chosen: DefaultModel) -> bool:
    """A default may name a model of credentials that were removed since."""
    same = select(ProviderModel.id).where(
        ProviderModel.workspace_id == chosen.workspace_id,
        ProviderModel.provider == chosen.provider,
        ProviderModel.model_type == chosen.model_type,
        ProviderModel.model == chosen.model,
        ProviderModel.enabled,
    )
    return session.scalar(same) is not None
