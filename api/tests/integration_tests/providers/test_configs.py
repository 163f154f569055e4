"""A config may name only what the workspace's provider has."""

from typing import Any

import pytest

from tests.answers import CREDENTIALS, config, provider_of
from tests.conftest import Cast, Person
from tests.model_server import ModelServer
from treeline.kernel.web import FlaskApp


@pytest.fixture
def provided(alice: Person, flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch):
    settings = flask_app.extensions["settings"].model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
    monkeypatch.setitem(flask_app.extensions, "settings", settings)
    with ModelServer() as running:
        reply = alice.post(CREDENTIALS, json=provider_of(running))
        assert reply.status_code == 201, reply.json
        yield running


def named(name: str, provider: str = "openai_api_compatible") -> dict[str, Any]:
    whole = config()
    return whole | {"model": {**whole["model"], "name": name, "provider": provider}}


def saved(person: Person, body: dict[str, Any]) -> tuple[int, Any]:
    app_id = person.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]
    reply = person.post(f"/apps/{app_id}/model-config", json=body)
    assert (person.get(f"/apps/{app_id}").json["model_config"] is None) == (reply.status_code != 200)
    return reply.status_code, reply.json.get("code")


@pytest.mark.usefixtures("provided")
def test_a_model_that_the_provider_does_not_have(alice: Person):
    assert saved(alice, config()) == (200, None)
    assert saved(alice, named("no-such-model")) == (400, "model_currently_not_support")
    assert saved(alice, named("x", "no_such_provider")) == (400, "provider_not_initialize")


@pytest.mark.usefixtures("provided")
def test_a_model_that_somebody_adds_or_disables(alice: Person):
    base = CREDENTIALS.removesuffix("/credentials")
    name = config()["model"]["name"]
    disabled = alice.patch(f"{base}/models/disable", json={"model": name, "model_type": "llm"})
    assert disabled.status_code == 200, disabled.json
    assert saved(alice, config()) == (400, "model_currently_not_support")


def test_a_provider_that_is_not_set_up_yet_takes_any_name(cast: Cast):
    assert saved(cast.mallory, named("whatever")) == (200, None)
