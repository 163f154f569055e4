from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from treeline.apps.end_users.models import EndUser
from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.ids import new_id

MAX_NAME = 255


class EndUserService:
    """The end users of one app, by the names that its programs give them."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def obtain(self, session_id: str) -> EndUser:
        """The end user of this name, made on their first use. Raises InvalidInput for what is no name."""
        if not 1 <= len(session_id) <= MAX_NAME or "\0" in session_id:
            raise InvalidInput(f"user: must have 1 to {MAX_NAME} characters and no NUL characters.")
        found = self.find(session_id)
        if found is not None:
            return found
        row = {"id": new_id(), "app_id": self.app.id, "session_id": session_id, "created_at": now()}
        # Two requests may bring the same newcomer.
        self.session.execute(insert(EndUser).values(**row).on_conflict_do_nothing())
        return self.session.scalars(self._named(session_id)).one()

    def find(self, session_id: str) -> EndUser | None:
        return self.session.scalars(self._named(session_id)).one_or_none()

    def _named(self, session_id: str):
        return select(EndUser).where(EndUser.app_id == self.app.id, EndUser.session_id == session_id)
