from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.configs.errors import ConfigNotFound, NotForThisMode
from treeline.apps.configs.schemas import AppConfig, ConfigOut, ConfigPublished
from treeline.apps.configs.service import ConfigService
from treeline.apps.errors import AppNotFound
from treeline.kernel.db import db
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes


def app_configs(app_id: UUID, can: str) -> ConfigService:
    return ConfigService(db.session, get_app(app_id, can))


configs = Routes(
    "model_configs",
    "/console/api/apps/<uuid:app_id>",
    group="Configuration",
    access=CONSOLE_OR_TOKEN,
    scope=app_configs,
)


@configs.get("/model-config", can="read", refusals=[AppNotFound])
def read_config(configs: ConfigService) -> dict[str, object]:
    """Get the app's current config, or the defaults if none was published."""
    return AppConfig.of(configs.current()).as_sent()


@configs.post("/model-config", can="edit", deed="app.publish", refusals=[AppNotFound, NotForThisMode])
def publish_config(configs: ConfigService, body: AppConfig) -> ConfigPublished:
    """Publish a config. It applies from the next message on; omitted fields get their defaults."""
    return ConfigPublished(id=configs.publish(body, current_member().account_id).id)


@configs.get("/model-configs", can="read", refusals=[AppNotFound])
def list_configs(configs: ConfigService, query: PageQuery) -> Page[ConfigOut]:
    """List the app's configs, newest first."""
    rows, total = configs.page(query.offset, query.limit)
    return Page.of([ConfigOut.of(row, configs.app.model_config_id) for row in rows], total, query)


@configs.post(
    "/model-configs/<uuid:config_id>/restore", can="edit", deed="app.restore", refusals=[AppNotFound, ConfigNotFound]
)
def restore_config(configs: ConfigService, config_id: UUID) -> ConfigPublished:
    """Restore an earlier config as a new one."""
    return ConfigPublished(id=configs.restore(config_id, current_member().account_id).id)
