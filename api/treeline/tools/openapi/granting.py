"""From rows to what a run calls with."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.tools.models import ApiProvider
from treeline.tools.openapi import pins
from treeline.tools.openapi.auth import auth_of
from treeline.tools.openapi.calling import Target
from treeline.tools.openapi.tools import GrantedApi


def granted_apis(
    session: DbSession, workspace_id: UUID, names: Mapping[UUID, Collection[str]], settings: KernelSettings
) -> tuple[GrantedApi, ...]:
    """The confirmed operations with these names, by the ids of their providers. What is not there is left out.

    Raises CredentialsUnreadable.
    """
    mine = (ApiProvider.id.in_(names), ApiProvider.workspace_id == workspace_id)
    rows = session.scalars(select(ApiProvider).where(*mine).order_by(ApiProvider.name)).all()
    there = pins.granted(session, {provider.id: names[provider.id] for provider in rows})
    return tuple(
        GrantedApi(Target(provider.name, provider.server_url, auth_of(provider, settings)), there[provider.id])
        for provider in rows
        if there[provider.id]
    )
