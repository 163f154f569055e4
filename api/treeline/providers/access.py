"""Who can see and change a workspace's model providers."""

from treeline.accounts.access import allow, current_member
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import ProviderNotFound
from treeline.providers.kinds import KINDS, Kind
from treeline.providers.provider import ProviderSettings
from treeline.providers.service import ProviderService


def provider_kind(provider: str) -> Kind:
    """By its name, short (`openai`) or long (`langgenius/openai/openai`). Raises ProviderNotFound."""
    parts = provider.split("/")
    if len(parts) not in (1, 3) or parts[-1] not in KINDS:
        raise ProviderNotFound(f"Unknown provider {provider}. Available: {', '.join(KINDS)}.")
    return KINDS[parts[-1]]


def own_providers(can: str) -> ProviderService:
    """All providers of the caller's workspace. Raises Forbidden."""
    member = current_member()
    allow(member, can)
    return ProviderService(db.session, member.workspace_id, current.settings(KernelSettings))


def own_provider(provider: str, can: str) -> ProviderSettings:
    """One provider in the caller's workspace. Raises Forbidden, ProviderNotFound."""
    member = current_member()
    allow(member, can)
    kind = provider_kind(provider)
    settings = current.settings(KernelSettings)
    return ProviderSettings(db.session, member.workspace_id, settings, kind, by=member.account_id)
