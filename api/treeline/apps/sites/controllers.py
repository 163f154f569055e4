from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.sites.schemas import SiteOut, SitePublic, SiteUpdate
from treeline.apps.sites.service import SiteService
from treeline.kernel.db import db
from treeline.kernel.scopes import ANY
from treeline.kernel.web import Routes

NULLABLE = (
    "icon_type",
    "icon",
    "icon_background",
    "chat_color_theme",
    "customize_domain",
    "copyright",
    "privacy_policy",
)


def app_site(app_id: UUID, can: str) -> SiteService:
    return SiteService(db.session, get_app(app_id, can))


def key_site(can: str) -> SiteService:
    return SiteService(db.session, key_app(can))


site = Routes("app_site", "/console/api/apps/<uuid:app_id>/site", group="Apps", access=CONSOLE_OR_TOKEN, scope=app_site)
public_site = Routes("v1_site", "/v1/site", group="Apps", access=APP_KEY, scope=key_site, needs=ANY)


@site.post("", can="edit", deed="site.change", refusals=[AppNotFound])
def update_site(site: SiteService, body: SiteUpdate) -> SiteOut:
    """Update the app's site."""
    given = body.model_dump(exclude_unset=True)
    return SiteOut.of(site.update({name: each for name, each in given.items() if each is not None or name in NULLABLE}))


@site.post("/access-token-reset", can="manage", deed="site.reset", refusals=[AppNotFound])
def reset_site_code(site: SiteService) -> SiteOut:
    """Reset the URL of the app's public page."""
    return SiteOut.of(site.reset_code())


@public_site.get("", can="read", refusals=[AppNotFound])
def read_site(site: SiteService) -> SitePublic:
    """Get the site of the app the API key belongs to."""
    return SitePublic.model_validate(site.read())
