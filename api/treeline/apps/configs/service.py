from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from treeline.apps.configs.errors import ConfigNotFound, NotForThisMode
from treeline.apps.configs.models import AppModelConfig
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.apps.ports import config_checks, config_used
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput

MODES = ("chat", "agent-chat", "completion")


class ConfigService:
    """The configs of one app: one in use, those before it, and those that were only tried."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def current(self) -> AppModelConfig | None:
        """The config that the app answers with."""
        if self.app.model_config_id is None:
            return None
        return self.session.get(AppModelConfig, self.app.model_config_id)

    def publish(self, config: AppConfig, by: UUID | None = None, *, checked: bool = True) -> AppModelConfig:
        """Answer like this from now on. Raises InvalidInput, NotForThisMode.

        `checked`: not if its model and tools are there; of a file's, its reader says what isn't.
        """
        row = self._add(config, by, published=True, checked=checked)
        self.app.model_config_id = row.id
        for use in config_used.given():
            use(self.session, self.app, config, by)
        return row

    def keep(self, config: AppConfig, by: UUID | None = None) -> AppModelConfig:
        """A config that an answer can name, without being the app's. Raises InvalidInput, NotForThisMode."""
        return self._add(config, by, published=False)

    def _add(self, config: AppConfig, by: UUID | None, *, published: bool, checked: bool = True) -> AppModelConfig:
        if self.app.mode not in MODES:
            raise NotForThisMode(f"Apps in {self.app.mode} mode have no model config; only {', '.join(MODES)} apps do.")
        for check in config_checks.given() if checked else ():
            check(self.session, self.app, config, by)
        row = AppModelConfig(app_id=self.app.id, config=config.as_sent(), published=published, created_by=by)
        row.asset_version_id = self._version_id(config.asset_version)
        self.session.add(row)
        # The app's row refers to it.
        self.session.flush()
        return row

    def page(self, offset: int, limit: int) -> tuple[list[AppModelConfig], int]:
        """Published configs, the newest first, and how many there are."""
        total = self.session.scalar(select(func.count()).select_from(AppModelConfig).where(*self._published)) or 0
        newest_first = select(AppModelConfig).where(*self._published).order_by(AppModelConfig.id.desc())
        return list(self.session.scalars(newest_first.offset(offset).limit(limit))), total

    def restore(self, config_id: UUID, by: UUID | None = None) -> AppModelConfig:
        """Answer like an earlier config again; it is checked as if it were new. Raises ConfigNotFound, InvalidInput."""
        earlier = select(AppModelConfig).where(AppModelConfig.id == config_id, *self._published)
        row = self.session.scalars(earlier).one_or_none()
        if row is None:
            raise ConfigNotFound
        return self.publish(AppConfig.of(row), by)

    @property
    def _published(self) -> tuple[ColumnElement[bool], ...]:
        return AppModelConfig.app_id == self.app.id, AppModelConfig.published.is_(True)

    def _version_id(self, number: int | None) -> UUID | None:
        if number is None:
            return None
        # The table stands to the right: by its name.
        versions = AppModelConfig.metadata.tables["asset_versions"]
        found = select(versions.c.id).where(versions.c.app_id == self.app.id, versions.c.number == number)
        # First the app, as whoever deletes a version does; then the version is there until the commit.
        self.session.execute(select(App.id).where(App.id == self.app.id).with_for_update(key_share=True))
        version_id = self.session.scalar(found.with_for_update(read=True, key_share=True))
        if version_id is None:
            raise InvalidInput.at(
                "asset_version", "version_missing", f"this app has no version {number}.", version=number
            )
        return version_id
