"""Whether whoever made a request could make it still: asked again for what outlasts the request, streams and uploads.

A login may have ended, a role have changed, a key have been deleted: what began with it ends then, too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from treeline.accounts.models import LoginSession, WorkspaceMember
from treeline.accounts.roles import ABILITIES
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.features import Port

SESSION, TOKEN, API_KEY = "session", "token", "key"


class Holder(NamedTuple):
    """What a request was authenticated with: the kind of it, and its row."""

    kind: str
    id: UUID


class Right(NamedTuple):
    """What a holder made use of. `workspace_id`: where the role counts; of a key, which has none, it says nothing."""

    holder: Holder
    can: str
    workspace_id: UUID | None = None


# By kind of holder: of these rights of such holders, those that there still are.
Lasting = tuple[str, Callable[[DbSession, Collection[Right]], Collection[Right]]]
lasting: Port[Lasting] = Port("whether the holders of a kind keep their rights")


def lapsed(session: DbSession, rights: Collection[Right]) -> set[Right]:
    """Those of these rights that are no more."""
    by_kind: dict[str, set[Right]] = defaultdict(set)
    for right in rights:
        by_kind[right.holder.kind].add(right)
    left = dict(lasting.given())
    return {each for kind, some in by_kind.items() for each in some.difference(left[kind](session, some))}


def of_sessions(session: DbSession, rights: Collection[Right]) -> list[Right]:
    member = (WorkspaceMember.workspace_id == LoginSession.workspace_id) & (
        WorkspaceMember.account_id == LoginSession.account_id
    )
    found = session.execute(
        select(LoginSession.id, LoginSession.workspace_id, WorkspaceMember.role)
        .join(WorkspaceMember, member)
        .where(LoginSession.id.in_({right.holder.id for right in rights}), LoginSession.expires_at > now())
    )
    return held(rights, {row.id: (row.workspace_id, row.role) for row in found})


def held(rights: Collection[Right], members: dict[UUID, tuple[UUID, str]]) -> list[Right]:
    """The rights of holders that stand for a member: by their ids, the workspace and the role that they have now."""
    return [
        right
        for right in rights
        if (member := members.get(right.holder.id)) is not None
        and right.workspace_id == member[0]
        and member[1] in ABILITIES.get(right.can, ())
    ]
