from typing import Any

from treeline.accounts.access import Member
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.apps.models import App
from treeline.apps.schemas import MAX_NAME
from treeline.apps.service import AppService
from treeline.apps.sites.models import Site
from treeline.apps.sites.service import SiteService
from treeline.assets.draft.copying import copy_tree
from treeline.assets.draft.service import AppAssetService
from treeline.assets.versions.service import AssetVersions
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.workflows.drafts.service import MODES, DraftService, copy_of, hash_of
from treeline.workflows.dsl.scrub import copied

FIELDS = ("mode", "description", "icon_type", "icon", "icon_background", "use_icon_as_answer_icon")
LIMITS = ("max_active_requests", "enable_site", "enable_api")
# Of the site, what is the app's own: its address is, and the domain that leads to it.
OWN = ("app_id", "code", "customize_domain", "updated_at")


class CopyService:
    """Copies apps within their workspace, in the name of one member."""

    def __init__(self, session: DbSession, member: Member, settings: KernelSettings):
        self.session, self.member, self.settings = session, member, settings

    def copy(self, app: App, changes: dict[str, Any]) -> App:
        """Raises ContentPending where files are not uploaded yet."""
        values = {name: getattr(app, name) for name in (*FIELDS, *LIMITS)}
        named = {"name": _name_of_copy(app.name)}
        files = AppAssetService(self.session, app, by=self.member.account_id)
        made = AppService(self.session, self.member).create(**{**values, **named, **changes})
        copy_tree(files, AppAssetService(self.session, made, by=self.member.account_id))
        self._copy_site(app, made, changes)
        self._copy_config(app, made)
        if app.asset_version_id is not None:
            versions = AssetVersions(self.session, made, by=self.member.account_id)
            published = versions.publish("")
            self.session.flush()
            versions.activate(str(published.version.number))
        if app.mode in MODES:
            self._copy_draft(app, made)
        return made

    def _copy_site(self, app: App, made: App, changes: dict[str, Any]) -> None:
        site = SiteService(self.session, app).read()
        kept = {column.key: getattr(site, column.key) for column in Site.__table__.columns if column.key not in OWN}
        if site.title == app.name:
            kept["title"] = made.name
        kept |= {name: value for name, value in changes.items() if name in ("icon_type", "icon", "icon_background")}
        SiteService(self.session, made).update(kept)

    def _copy_config(self, app: App, made: App) -> None:
        config = ConfigService(self.session, app).current()
        if config is not None:
            # A number of one of the other app's versions.
            unpinned = AppConfig.of(config).model_copy(update={"asset_version": None})
            ConfigService(self.session, made).publish(unpinned, self.member.account_id, checked=False)

    def _copy_draft(self, app: App, made: App) -> None:
        """With its secrets: they are encrypted for the workspace, and stay in it."""
        draft = DraftService(self.session, app, self.settings).find()
        if draft is None:
            return
        row = copy_of(draft, "draft", self.member.account_id)
        row.app_id = made.id
        row.graph, row.features, row.conversation_variables = copied(
            draft.graph, draft.features, draft.conversation_variables
        )
        row.hash = hash_of(row)
        self.session.add(row)
        self.session.flush()


def _name_of_copy(name: str) -> str:
    tail = " (copy)"
    return f"{name[: MAX_NAME - len(tail)].rstrip()}{tail}"
