from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from treeline.accounts.access import Member
from treeline.accounts.models import Account
from treeline.apps import ports
from treeline.apps.models import App
from treeline.apps.tags.models import TagBinding
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue


class AppService:
    """The apps of one workspace, in the name of one member."""

    def __init__(self, session: DbSession, member: Member):
        self.session, self.member = session, member

    def find(
        self, *, mode: str, name: str, mine: bool, offset: int, limit: int, tag_ids: Sequence[UUID] = ()
    ) -> tuple[list[App], int]:
        """One page of apps, the newest first, and how many there are. `mode` may be "all"; with tags: all of them."""
        wanted = [App.workspace_id == self.member.workspace_id, App.deleted_at.is_(None)]
        if mode != "all":
            wanted.append(App.mode == mode)
        if name:
            wanted.append(App.name.icontains(name, autoescape=True))
        if mine:
            wanted.append(App.created_by == self.member.account_id)
        wanted += [App.id.in_(select(TagBinding.target_id).where(TagBinding.tag_id == each)) for each in tag_ids]
        total = self.session.scalar(select(func.count()).select_from(App).where(*wanted)) or 0
        newest_first = select(App).where(*wanted).order_by(App.created_at.desc(), App.id.desc())
        page = newest_first.offset(offset).limit(limit).options(joinedload(App.author))
        return list(self.session.scalars(page)), total

    def create(self, **values: Any) -> App:
        author = self.session.get(Account, self.member.account_id)
        by = {"created_by": self.member.account_id, "updated_by": self.member.account_id, "author": author}
        app = App(workspace_id=self.member.workspace_id, **values, **by)
        self.session.add(app)
        # The tree's row, and whatever else is made with an app, refers to it.
        self.session.flush()
        for step in ports.created.given():
            step(self.session, app)
        return app

    def update(self, app: App, changes: dict[str, Any]) -> App:
        for name, value in changes.items():
            setattr(app, name, value)
        app.updated_at, app.updated_by = now(), self.member.account_id
        return app

    def delete(self, app: App) -> None:
        """Gone for everyone once this is committed; rows and bytes are removed by the `app_deletion` queue."""
        app.deleted_at = app.updated_at = now()
        app.updated_by = self.member.account_id
        enqueue("apps.remove", str(app.id))
