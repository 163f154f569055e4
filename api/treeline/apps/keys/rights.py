"""Keys that stop working while something goes on that began with them."""

from collections.abc import Collection

from sqlalchemy import or_, select

from treeline.accounts.rights import Right
from treeline.apps.keys.models import ApiToken
from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession


def of_keys(session: DbSession, rights: Collection[Right]) -> list[Right]:
    """Of keys that are neither deleted nor expired, and whose app takes any."""
    working = (
        select(ApiToken.id)
        .outerjoin(App, App.id == ApiToken.app_id)
        .where(
            ApiToken.id.in_({right.holder.id for right in rights}),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now()),
            or_(ApiToken.app_id.is_(None), App.enable_api & App.deleted_at.is_(None)),
        )
    )
    ids = set(session.scalars(working))
    return [right for right in rights if right.holder.id in ids]
