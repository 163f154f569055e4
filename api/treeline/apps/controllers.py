from flask import request

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.apps.access import get_app
from treeline.apps.changes import last_changes
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.apps.schemas import (
    ApiSwitch,
    AppCreate,
    AppDetail,
    AppIcon,
    AppListQuery,
    AppOut,
    AppRename,
    AppUpdate,
    SiteSwitch,
)
from treeline.apps.service import AppService
from treeline.apps.settings import AppSettings
from treeline.apps.sites.schemas import SiteOut
from treeline.apps.sites.service import SiteService
from treeline.apps.tags.schemas import TagOut
from treeline.apps.tags.service import tags_of
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.paging import Page
from treeline.kernel.web import Routes


def workspace_apps(can: str) -> AppService:
    allow(current_member(), can)
    return AppService(db.session, current_member())


apps = Routes("apps", "/console/api/apps", group="Apps", access=CONSOLE_OR_TOKEN, scope=workspace_apps)
one_app = Routes("app", "/console/api/apps/<uuid:app_id>", group="Apps", access=CONSOLE_OR_TOKEN, scope=get_app)


@apps.get("", can="read")
def list_apps(service: AppService, query: AppListQuery) -> Page[AppOut]:
    """List the workspace's apps, newest first."""
    found, total = service.find(
        mode=query.mode,
        name=query.name,
        mine=query.is_created_by_me,
        tag_ids=query.tag_ids,
        offset=query.offset,
        limit=query.limit,
    )
    ids = [app.id for app in found]
    changed, tags = last_changes(db.session, ids), tags_of(db.session, ids)
    return Page.of([AppOut.of(app, changed[app.id], tags[app.id]) for app in found], total, query)


@apps.post("", can="edit", deed="app.create", status=201)
def create_app(service: AppService, body: AppCreate) -> AppDetail:
    """Create an app with an empty file tree."""
    return detail_of(service.create(**body.model_dump() | {"description": body.description or ""}))


@one_app.get("", can="read", refusals=[AppNotFound])
def read_app(app: App) -> AppDetail:
    """Get an app."""
    return detail_of(app)


@one_app.put("", can="edit", deed="app.change", refusals=[AppNotFound])
def update_app(app: App, body: AppUpdate) -> AppDetail:
    """Update an app. Omitted fields keep their values."""
    return _changed(app, body.model_dump(exclude_unset=True, exclude_none=True))


@one_app.post("/name", can="edit", deed="app.rename", refusals=[AppNotFound])
def rename_app(app: App, body: AppRename) -> AppDetail:
    """Rename an app."""
    return _changed(app, body.model_dump())


@one_app.post("/icon", can="edit", deed="app.change", refusals=[AppNotFound])
def change_icon(app: App, body: AppIcon) -> AppDetail:
    """Change an app's icon."""
    return _changed(app, body.model_dump(exclude_unset=True))


@one_app.post("/site-enable", can="edit", deed="app.change", refusals=[AppNotFound])
def enable_site(app: App, body: SiteSwitch) -> AppDetail:
    """Turn the app's public page on or off."""
    return _changed(app, body.model_dump())


@one_app.post("/api-enable", can="manage", deed="app.change", refusals=[AppNotFound])
def enable_api(app: App, body: ApiSwitch) -> AppDetail:
    """Turn API access on or off. While off, API keys are rejected."""
    return _changed(app, body.model_dump())


@one_app.delete("", can="edit", deed="app.delete", status=204, refusals=[AppNotFound])
def delete_app(app: App) -> None:
    """Delete an app. It disappears at once; its data is removed in the background."""
    AppService(db.session, current_member()).delete(app)


def _changed(app: App, changes: dict[str, object]) -> AppDetail:
    return detail_of(AppService(db.session, current_member()).update(app, changes))


def detail_of(app: App) -> AppDetail:
    config = ConfigService(db.session, app).current()
    base = current.settings(AppSettings).console_api_url or request.host_url
    # What was changed just now is looked at too.
    db.session.flush()
    changed_at = last_changes(db.session, [app.id])[app.id]
    return AppDetail(
        **{name: getattr(app, name) for name in AppOut.own()},
        changed_at=changed_at,
        tags=[TagOut.model_validate(tag) for tag in tags_of(db.session, [app.id])[app.id]],
        config=AppConfig.of(config).as_sent() if config else None,
        enable_site=app.enable_site,
        enable_api=app.enable_api,
        api_base_url=f"{base.rstrip('/')}/v1",
        site=SiteOut.of(SiteService(db.session, app).read()),
    )
