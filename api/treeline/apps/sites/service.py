import secrets
from typing import Any

from treeline.apps.models import App
from treeline.apps.sites.models import Site
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession

CODE_BYTES = 12


def make_site(session: DbSession, app: App) -> None:
    """A step in the making of an app."""
    shown = {"icon_type": app.icon_type, "icon": app.icon, "icon_background": app.icon_background}
    session.add(Site(app_id=app.id, code=_new_code(), title=app.name, description=app.description, **shown))


class SiteService:
    """How one app presents itself."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def read(self) -> Site:
        return self.session.get_one(Site, self.app.id)

    def update(self, changes: dict[str, Any]) -> Site:
        site = self.read()
        for name, value in changes.items():
            setattr(site, name, value)
        site.updated_at = now()
        return site

    def reset_code(self) -> Site:
        """A new address for the public page: the old one leads nowhere."""
        return self.update({"code": _new_code()})


def _new_code() -> str:
    return secrets.token_urlsafe(CODE_BYTES)
