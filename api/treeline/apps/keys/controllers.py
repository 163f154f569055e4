from uuid import UUID

from treeline.accounts.access import CONSOLE, current_member
from treeline.apps import ports
from treeline.apps.access import get_app
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.keys.errors import KeyNotFound, TooManyKeys
from treeline.apps.keys.schemas import (
    ApiKeyIn,
    ApiKeyOut,
    ApiKeyRename,
    ApiKeysOut,
    AppInfo,
    AppMeta,
    AppParameters,
    UploadLimits,
)
from treeline.apps.keys.service import ApiKeyService
from treeline.apps.models import App
from treeline.apps.settings import AppSettings
from treeline.apps.tags.service import tags_of
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.scopes import ANY, time_of
from treeline.kernel.web import Routes


def app_keys(app_id: UUID, can: str) -> ApiKeyService:
    return ApiKeyService(db.session, get_app(app_id, can), by=current_member().account_id)


keys = Routes("api_keys", "/console/api/apps/<uuid:app_id>/api-keys", group="API keys", access=CONSOLE, scope=app_keys)
info = Routes("app_info", "/v1", group="Apps", access=APP_KEY, scope=key_app, needs=ANY)
TOOL_ICON = {"background": "#e8f0fe", "content": "🔧"}


@keys.get("", can="edit", refusals=[AppNotFound])
def list_keys(keys: ApiKeyService) -> ApiKeysOut:
    """List the app's API keys, oldest first. Keys are masked."""
    return ApiKeysOut(data=[ApiKeyOut.of(key) for key in keys.all()])


@keys.post("", can="edit", deed="api_key.create", status=201, refusals=[AppNotFound, TooManyKeys])
def create_key(keys: ApiKeyService, body: ApiKeyIn) -> ApiKeyOut:
    """Create an API key. Only this response contains the full key."""
    key, token = keys.create(body.name, body.scopes, time_of(body.expires_at))
    return ApiKeyOut.of(key, token)


@keys.patch("/<uuid:key_id>", can="edit", deed="api_key.rename", refusals=[AppNotFound, KeyNotFound])
def rename_key(keys: ApiKeyService, key_id: UUID, body: ApiKeyRename) -> ApiKeyOut:
    """Rename an API key."""
    return ApiKeyOut.of(keys.rename(key_id, body.name))


@keys.delete("/<uuid:key_id>", can="manage", deed="api_key.delete", status=204, refusals=[AppNotFound, KeyNotFound])
def delete_key(keys: ApiKeyService, key_id: UUID) -> None:
    """Delete an API key. It stops working immediately."""
    keys.delete(key_id)


@info.get("/info", can="read", refusals=[AppNotFound])
def read_info(app: App) -> AppInfo:
    """Get the app the API key belongs to."""
    tags = [tag.name for tag in tags_of(db.session, [app.id])[app.id]]
    own = {name: getattr(app, name) for name in AppInfo.model_fields if name != "tags"}
    return AppInfo.model_validate({**own, "tags": tags})


@info.get("/parameters", can="read", refusals=[AppNotFound])
def read_parameters(app: App) -> AppParameters:
    """Get the app's parameters: input form, opening statement, allowed files."""
    config = AppConfig.of(ConfigService(db.session, app).current())
    limits = UploadLimits.model_validate(current.settings(AppSettings).upload_limits)
    others = (each(db.session, app) for each in ports.parameters.given())
    other = next((given for given in others if given is not None), {})
    return AppParameters.model_validate({**config.as_sent(), **other, "system_parameters": limits})


@info.get("/meta", can="read", refusals=[AppNotFound])
def read_meta(app: App) -> AppMeta:
    """Get the tools the app's agent can call, with their icons."""
    tools = AppConfig.of(ConfigService(db.session, app).current()).agent_mode.tools
    return AppMeta(tool_icons={tool.tool_name: TOOL_ICON for tool in tools if tool.enabled})
