"""Credentials are tried out before they are kept, and what strange servers say does no harm."""

import asyncio
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.providers.conftest import (
    COMPATIBLE,
    KEY,
    PROVIDERS,
    add,
    models,
    provider,
    service,
    values,
)
from tests.model_server import ModelServer
from tests.sites import site
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.providers.port import User

pytestmark = pytest.mark.usefixtures("allowed")


def test_a_masked_secret_comes_back_unchanged(alice: Person, server: ModelServer, context: FlaskApp):
    credential = add(alice, server)
    shown = alice.get(f"{COMPATIBLE}/credentials").json["credentials"]
    for given in (shown, {**shown, "api_key": "[__HIDDEN__]"}):
        body = {"credential_id": credential, "credentials": given, "name": "Mine"}
        assert alice.put(f"{COMPATIBLE}/credentials", json=body).status_code == 200
    checked = {"credential_id": credential, "credentials": shown}
    assert alice.post(f"{COMPATIBLE}/credentials/validate", json=checked).json["result"] == "success"
    assert provider(alice)["custom_configuration"]["current_credential_name"] == "Mine"
    with unit_of_work():
        model = service(context, alice).runtime("openai_api_compatible", "scripted")
    assert asyncio.run(model.complete([User("Hi")])).text == "You said: Hi"


def test_a_kept_secret_is_not_sent_to_another_address(alice: Person, server: ModelServer):
    credential = add(alice, server)
    shown = alice.get(f"{COMPATIBLE}/credentials").json["credentials"]
    with ModelServer() as thief:
        body = {"credential_id": credential, "credentials": {**shown, "base_url": thief.base_url}}
        for method, path in (("PUT", ""), ("POST", "/validate")):
            reply = alice.open(method, f"{COMPATIBLE}/credentials{path}", json=body)
            assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
            assert "enter this again" in reply.json["message"]
        body["credentials"]["api_key"] = "sk-a-new-one"
        assert alice.put(f"{COMPATIBLE}/credentials", json=body).status_code == 200


def test_what_a_strange_server_may_list(alice: Person, server: ModelServer):
    server.models = ["", "x" * 256, "a\0b", "good", "good", "y" * 255]
    add(alice, server)
    assert set(models(alice)) == {"good", "y" * 255}


@pytest.mark.parametrize(
    "body", [b"<html>Welcome</html>", b"{}", b"[]", b"null", b'{"data": 5}', b'{"data": [{"id": 5}]}', b'"x"', b"\xff"]
)
@pytest.mark.parametrize("name", ["openai_api_compatible", "anthropic", "google"])
def test_what_is_no_list_of_models(alice: Person, name: str, body: bytes):
    for content_type in ("text/html", "application/json"):
        with site() as web:
            headers = {"Content-Type": content_type, "Content-Length": str(len(body))}
            for path in ("/models", "/v1/models?limit=1000", "/v1beta/models?pageSize=1000"):
                web.pages[path] = (200, headers, body)
            given = {"base_url": web.url, "api_key": KEY}
            reply = alice.post(f"{PROVIDERS}/{name}/credentials", json={"credentials": given})
        assert reply.status_code in (201, 400), reply.json
        assert reply.json.get("code", "credentials_validate_failed") == "credentials_validate_failed"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "base_url"),
    ({"base_url": "ftp://x/v1"}, "base_url"),
    ({"base_url": "http://u:p@x/v1"}, "base_url"),
    ({"base_url": "http://[x/v1"}, "base_url"),
    ({"base_url": ["http://x"]}, "base_url"),
    ({"base_url": "http://x/v1", "api_key": "a\nb"}, "api_key"),
    ({"base_url": "http://x/v1", "api_key": "a" * 3000}, "api_key"),
]


@pytest.mark.parametrize(("given", "word"), WRONG)
def test_what_is_no_credential(alice: Person, given: dict[str, Any], word: str):
    for path in ("", "/validate"):
        reply = alice.post(f"{COMPATIBLE}/credentials{path}", json={"credentials": given})
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
        assert word in reply.json["message"]


def test_credentials_that_do_not_work_are_not_kept(alice: Person, server: ModelServer):
    wrong = {"credentials": values(server, api_key="sk-wrong")}
    reply = alice.post(f"{COMPATIBLE}/credentials", json=wrong)
    assert (reply.status_code, reply.json["code"]) == (400, "credentials_validate_failed")
    assert "API key" in reply.json["message"]
    reply = alice.post(f"{COMPATIBLE}/credentials/validate", json=wrong)
    assert (reply.status_code, reply.json["result"]) == (200, "error")
    assert "API key" in reply.json["error"]
    elsewhere = {"credentials": values(server, base_url=f"{server.url}/elsewhere")}
    assert "Check the URL" in alice.post(f"{COMPATIBLE}/credentials", json=elsewhere).json["message"]
    nobody = {"credentials": values(server, base_url="http://127.0.0.1:9/v1")}
    assert "Can't connect to" in alice.post(f"{COMPATIBLE}/credentials", json=nobody).json["message"]
    assert provider(alice)["custom_configuration"]["available_credentials"] == []


def test_an_address_of_our_own_network_says_how_to_allow_it(alice: Person, server: ModelServer, flask_app: FlaskApp):
    guarded = flask_app.extensions["settings"].model_copy(update={"outbound_allowed_hosts": []})
    flask_app.extensions["settings"] = guarded
    reply = alice.post(f"{COMPATIBLE}/credentials", json={"credentials": values(server)})
    assert reply.status_code == 400
    assert "OUTBOUND_ALLOWED_HOSTS" in reply.json["message"]


def test_a_server_that_does_not_list_its_models_is_asked_for_a_word(alice: Person, server: ModelServer):
    server.lists_models = False
    reply = alice.post(f"{COMPATIBLE}/credentials", json={"credentials": values(server)})
    assert "doesn't list its models" in reply.json["message"]
    assert server.requests == []
    add(alice, server, model="one")
    assert server.requests[0].body["max_tokens"] == 1
    assert models(alice) == {"one": ("llm", "active")}
    server.fail(401, "no")
    reply = alice.post(f"{COMPATIBLE}/credentials", json={"credentials": values(server, model="one")})
    assert "API key" in reply.json["message"]
