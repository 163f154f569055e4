from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Person
from tests.model_server import ModelServer
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp
from treeline.providers.service import ProviderService

KEY = "sk-0123456789abcdef-alice"
PROVIDERS = "/workspaces/current/model-providers"
COMPATIBLE = f"{PROVIDERS}/openai_api_compatible"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as running:
        yield running


@pytest.fixture
def allowed(flask_app: FlaskApp) -> Iterator[None]:
    """This machine may be asked, as `dev/up` lets it."""
    settings = flask_app.extensions["settings"]
    flask_app.extensions["settings"] = settings.model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
    yield
    flask_app.extensions["settings"] = settings


def values(server: ModelServer, **more: Any) -> dict[str, Any]:
    return {"base_url": server.base_url, "api_key": KEY, **more}


def add(person: Person, server: ModelServer, *, name: str | None = None, **more: Any) -> str:
    """A credential's id."""
    reply = person.post(f"{COMPATIBLE}/credentials", json={"credentials": values(server, **more), "name": name})
    assert reply.status_code == 201, reply.json
    return reply.json["credential_id"]


def provider(person: Person, name: str = "openai_api_compatible") -> dict[str, Any]:
    return next(each for each in person.get(PROVIDERS).json["data"] if each["provider"] == name)


def models(person: Person) -> dict[str, tuple[str, str]]:
    return {
        each["model"]: (each["model_type"], each["status"]) for each in person.get(f"{COMPATIBLE}/models").json["data"]
    }


def service(flask_app: FlaskApp, person: Person) -> ProviderService:
    return ProviderService(db.session, person.workspace_id, flask_app.extensions["settings"])
