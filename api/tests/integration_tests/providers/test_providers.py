"""Providers of a workspace: credentials tried out and kept, models, defaults, and the runtime that comes of them."""

import asyncio
import json
import logging
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

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
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.providers.defaults import usual
from treeline.providers.errors import ModelNotSupported, ProviderNotInitialized
from treeline.providers.models import ProviderCredential
from treeline.providers.port import User

pytestmark = pytest.mark.usefixtures("allowed")


def test_it_works(alice: Person, server: ModelServer, context: FlaskApp):
    assert provider(alice)["custom_configuration"]["status"] == "no-configure"
    credential = add(alice, server)
    assert models(alice) == {"scripted": ("llm", "active"), "scripted-embedding": ("text-embedding", "active")}
    configured = provider(alice)["custom_configuration"]
    assert configured == {
        "status": "active",
        "current_credential_id": credential,
        "current_credential_name": "API KEY 1",
        "available_credentials": [{"credential_id": credential, "credential_name": "API KEY 1"}],
    }
    with unit_of_work():
        model = service(context, alice).runtime("langgenius/openai_api_compatible/openai_api_compatible", "scripted")
        embedding = service(context, alice).runtime("openai_api_compatible", "scripted-embedding", "text-embedding")
    assert asyncio.run(model.complete([User("Hi")])).text == "You said: Hi"
    assert len(asyncio.run(embedding.embed(["a"])).vectors[0]) == 64


def test_each_provider_says_what_it_needs(alice: Person):
    listed = alice.get(PROVIDERS).json["data"]
    assert [each["provider"] for each in listed] == ["openai", "openai_api_compatible", "anthropic", "google"]
    for each in listed:
        fields = each["provider_credential_schema"]["credential_form_schemas"]
        (secret,) = [field for field in fields if field["type"] == "secret-input"]
        assert secret["variable"] == "api_key"
        assert [field["variable"] for field in fields if field["required"]]
        assert each["system_configuration"]["enabled"] is False
    embedding = alice.get(PROVIDERS, query_string={"model_type": "text-embedding"}).json["data"]
    assert [each["provider"] for each in embedding] == ["openai", "openai_api_compatible"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("openai", {"openai_api_key": KEY, "openai_api_base": "{base}"}),
        ("langgenius/openai/openai", {"api_key": KEY, "base_url": "{base}"}),
        ("anthropic", {"anthropic_api_key": KEY, "anthropic_api_url": "{url}"}),
        ("google", {"google_api_key": KEY, "base_url": "{url}/"}),
    ],
)
def test_the_other_providers_are_asked_for_their_models_too(
    alice: Person, server: ModelServer, context: FlaskApp, name: str, given: dict[str, str]
):
    given = {key: value.format(base=server.base_url, url=server.url) for key, value in given.items()}
    reply = alice.post(f"{PROVIDERS}/{name}/credentials", json={"credentials": given})
    assert reply.status_code == 201, reply.json
    assert alice.get(f"{PROVIDERS}/{name}/models").json["data"][0]["model"] == "scripted"
    with unit_of_work():
        model = service(context, alice).runtime(name, "scripted")
    assert asyncio.run(model.complete([User("Hi")])).text == "You said: Hi"


def test_secrets_are_never_seen_again(
    alice: Person, server: ModelServer, context: FlaskApp, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    credential = add(alice, server)
    server.fail(401, f"no such key {KEY}")
    with unit_of_work():
        model = service(context, alice).runtime("openai_api_compatible", "scripted")
    with pytest.raises(Exception, match="rejected the API key") as refused:
        asyncio.run(model.complete([User("Hi")]))
    seen = [alice.get(path).data for path in (PROVIDERS, f"{COMPATIBLE}/credentials", f"{COMPATIBLE}/models")]
    seen.append(alice.get(f"{COMPATIBLE}/credentials", query_string={"credential_id": credential}).data)
    wrong = alice.post(f"{COMPATIBLE}/credentials", json={"credentials": values(server, api_key="sk-wrong-0123456789")})
    assert wrong.status_code == 400
    kept = context.extensions["settings"]
    with unit_of_work() as session:
        row = session.execute(text("SELECT * FROM provider_credentials")).mappings().one()
    for place in (*map(bytes.decode, seen), caplog.text, str(dict(row)), str(refused.value), repr(model)):
        assert KEY not in place
    assert "sk-wrong-0123456789" not in wrong.text + caplog.text
    assert kept.secret_key not in str(dict(row))
    assert alice.get(f"{COMPATIBLE}/credentials").json["credentials"] == {
        "base_url": server.base_url,
        "api_key": "sk-…lice",
    }


def test_several_credentials_of_which_one_is_active(alice: Person, server: ModelServer, context: FlaskApp):
    first = add(alice, server)
    with ModelServer() as other:
        other.models = ["another"]
        second = add(alice, other, name="Second")
        assert "another" not in models(alice)
        taken = {"credentials": values(other), "name": "Second"}
        reply = alice.post(f"{COMPATIBLE}/credentials", json=taken)
        assert (reply.status_code, reply.json["code"]) == (409, "credential_name_taken")
        reply = alice.post(f"{COMPATIBLE}/credentials/switch", json={"credential_id": second})
        assert reply.status_code == 200, reply.json
        assert models(alice) == {"another": ("llm", "active")}
        with unit_of_work():
            model = service(context, alice).runtime("openai_api_compatible", "another")
        asyncio.run(model.complete([User("Hi")]))
        assert [heard.model for heard in other.requests] == ["another"]
    # The other server is gone: what was chosen stays.
    assert alice.post(f"{COMPATIBLE}/credentials/switch", json={"credential_id": second}).status_code == 400
    assert alice.delete(f"{COMPATIBLE}/credentials", json={"credential_id": second}).status_code == 204
    assert provider(alice)["custom_configuration"]["current_credential_id"] == first
    assert alice.delete(f"{COMPATIBLE}/credentials", json={"credential_id": first}).status_code == 204
    assert models(alice) == {}
    assert alice.get(f"{COMPATIBLE}/credentials").json["credentials"] is None
    with unit_of_work(), pytest.raises(ProviderNotInitialized, match="has no credentials"):
        service(context, alice).runtime("openai_api_compatible", "another")


def test_custom_models_with_prices(alice: Person, server: ModelServer, context: FlaskApp):
    add(alice, server)
    own = {"model": "hidden", "context_size": 8192, "input_price": "0.5", "output_price": 2, "currency": "EUR"}
    assert alice.post(f"{COMPATIBLE}/models", json=own).status_code == 200
    (row,) = [each for each in alice.get(f"{COMPATIBLE}/models").json["data"] if each["model"] == "hidden"]
    assert row["fetch_from"] == "customizable-model"
    assert row["model_properties"]["context_size"] == 8192
    with unit_of_work():
        model = service(context, alice).runtime("openai_api_compatible", "hidden")
    done = asyncio.run(model.complete([User("a b")]))
    price = model.price(done.usage)
    assert (str(price.total), price.currency) == ("0.000009", "EUR")
    # Saving credentials again lists the others anew, and leaves it.
    assert alice.post(f"{COMPATIBLE}/models", json={"model": "hidden", "context_size": 1}).status_code == 200
    add(alice, server)
    assert "hidden" in models(alice)
    assert alice.delete(f"{COMPATIBLE}/models", json={"model": "hidden", "model_type": "llm"}).status_code == 204
    assert "hidden" not in models(alice)
    reply = alice.delete(f"{COMPATIBLE}/models", json={"model": "hidden", "model_type": "llm"})
    assert (reply.status_code, reply.json["code"]) == (404, "model_not_found")
    reply = alice.post(f"{PROVIDERS}/anthropic/models", json={"model": "x", "model_type": "text-embedding"})
    assert (reply.status_code, reply.json["code"]) == (400, "model_currently_not_support")


def test_a_disabled_model_is_used_no_more(alice: Person, server: ModelServer, context: FlaskApp):
    credential = add(alice, server)
    this = {"model": "scripted", "model_type": "llm"}
    assert alice.patch(f"{COMPATIBLE}/models/disable", json=this).status_code == 200
    assert models(alice)["scripted"] == ("llm", "disabled")
    assert alice.get("/workspaces/current/models/model-types/llm").json["data"] == []
    with unit_of_work(), pytest.raises(ModelNotSupported, match="disabled"):
        service(context, alice).runtime("openai_api_compatible", "scripted")
    alice.put(f"{COMPATIBLE}/credentials", json={"credential_id": credential, "credentials": values(server)})
    assert models(alice)["scripted"] == ("llm", "disabled")
    assert alice.patch(f"{COMPATIBLE}/models/enable", json=this).status_code == 200
    with unit_of_work():
        service(context, alice).runtime("openai_api_compatible", "scripted")
    assert alice.patch(f"{COMPATIBLE}/models/enable", json={"model": "none", "model_type": "llm"}).status_code == 404


def test_what_there_is_no_runtime_for(alice: Person, server: ModelServer, context: FlaskApp):
    with unit_of_work(), pytest.raises(ProviderNotInitialized, match="Settings, Model providers"):
        service(context, alice).runtime("openai", "gpt-4o")
    with unit_of_work(), pytest.raises(ProviderNotInitialized, match="Unknown provider nonsense"):
        service(context, alice).runtime("nonsense", "gpt-4o")
    add(alice, server)
    with unit_of_work(), pytest.raises(ModelNotSupported, match="doesn't list the model unheard"):
        service(context, alice).runtime("openai_api_compatible", "unheard")
    with unit_of_work(), pytest.raises(ModelNotSupported, match="text-embedding"):
        service(context, alice).runtime("openai_api_compatible", "scripted", "text-embedding")


def test_models_by_type(alice: Person, server: ModelServer):
    add(alice, server)
    for model_type, name in (("llm", "scripted"), ("text-embedding", "scripted-embedding")):
        (one,) = alice.get(f"/workspaces/current/models/model-types/{model_type}").json["data"]
        assert (one["provider"], [each["model"] for each in one["models"]]) == ("openai_api_compatible", [name])
    assert alice.get("/workspaces/current/models/model-types/rerank").json["data"] == []
    assert alice.get("/workspaces/current/models/model-types/nonsense").status_code == 404


def default(person: Person, model_type: str = "llm") -> tuple[str, str] | None:
    path = "/workspaces/current/default-model"
    data = person.get(path, query_string={"model_type": model_type}).json["data"]
    return data and (data["provider"]["provider"], data["model"])


def test_the_default_model(alice: Person, server: ModelServer, context: FlaskApp):
    path = "/workspaces/current/default-model"
    assert default(alice) is None
    one = {"model_type": "llm", "provider": "openai_api_compatible", "model": "scripted"}
    assert alice.post(path, json={"model_settings": [one]}).json["code"] == "model_currently_not_support"
    add(alice, server)
    for _ in range(2):
        sent = [one, {"model_type": "tts"}, {"model_type": "text-embedding", "provider": "", "model": ""}]
        assert alice.post(path, json={"model_settings": sent}).status_code == 200
    assert default(alice) == ("openai_api_compatible", "scripted")
    with unit_of_work():
        assert service(context, alice).default("llm") == ("openai_api_compatible", "scripted")
        assert service(context, alice).default("text-embedding") is None
    assert alice.post(path, json={"model_settings": [{**one, "provider": "nonsense"}]}).status_code == 404
    assert alice.post(path, json={"model_settings": [{"model_type": "llm"}]}).status_code == 200
    assert default(alice) is None


def test_the_first_models_become_the_defaults(alice: Person, server: ModelServer):
    first = add(alice, server)
    both = (("openai_api_compatible", "scripted"), ("openai_api_compatible", "scripted-embedding"))
    assert (default(alice), default(alice, "text-embedding")) == both
    # Nobody's choice is replaced: not by more credentials, nor by more models, nor one that was taken back.
    assert alice.post(f"{COMPATIBLE}/models", json={"model": "mine"}).status_code == 200
    none = {"model_settings": [{"model_type": "llm"}]}
    assert alice.post("/workspaces/current/default-model", json=none).status_code == 200
    add(alice, server, name="Another")
    assert (default(alice), default(alice, "text-embedding")) == (None, both[1])
    # What a default names that is gone is none, once there are models again.
    for each in (first, *others(alice, first)):
        alice.delete(f"{COMPATIBLE}/credentials", json={"credential_id": each})
    alice.delete(f"{COMPATIBLE}/models", json={"model": "mine", "model_type": "llm"})
    server.models = ["next-embedding", "next"]
    add(alice, server)
    assert default(alice) == ("openai_api_compatible", "next")
    assert default(alice, "text-embedding") == ("openai_api_compatible", "next-embedding")


def test_the_first_model_that_is_added_by_hand(alice: Person, server: ModelServer):
    server.models = ["only-embedding"]
    add(alice, server)
    assert default(alice) is None
    assert alice.post(f"{COMPATIBLE}/models", json={"model": "mine"}).status_code == 200
    assert alice.post(f"{COMPATIBLE}/models", json={"model": "later"}).status_code == 200
    assert default(alice) == ("openai_api_compatible", "mine")


def others(person: Person, credential: str) -> list[str]:
    found = provider(person)["custom_configuration"]["available_credentials"]
    return [each["credential_id"] for each in found if each["credential_id"] != credential]


@pytest.mark.parametrize(
    ("kind", "models", "chosen"),
    [
        ("openai", ["babbage-002", "gpt-4o-mini", "gpt-4o", "o1"], "gpt-4o"),
        ("openai", ["ft:mine", "gpt-4-turbo"], "gpt-4-turbo"),
        ("openai", ["some-other"], "some-other"),
        ("anthropic", ["claude-opus-9", "claude-sonnet-9", "claude-sonnet-8"], "claude-sonnet-9"),
        ("openai_api_compatible", ["b", "a"], "b"),
    ],
)
def test_which_model_is_first(kind: str, models: list[str], chosen: str):
    assert usual(kind, "llm", models) == chosen


def test_parameter_rules(alice: Person):
    rules = {
        name: {each["name"] for each in alice.get(f"{PROVIDERS}/{name}/models/parameter-rules?model=x").json["data"]}
        for name in ("openai", "anthropic")
    }
    assert {"temperature", "top_p", "max_tokens", "seed"} <= rules["openai"]
    assert rules["openai"] - rules["anthropic"] >= {"seed", "presence_penalty"}


def test_only_custom(alice: Person):
    path = f"{COMPATIBLE}/preferred-provider-type"
    assert alice.post(path, json={"preferred_provider_type": "custom"}).status_code == 200
    reply = alice.post(path, json={"preferred_provider_type": "system"})
    assert (reply.status_code, reply.json["code"]) == (400, "system_provider_not_supported")


def test_a_member_reads_and_does_not_manage(alice: Person, bob: Person, server: ModelServer):
    credential = add(alice, server)
    for path in (PROVIDERS, f"{COMPATIBLE}/models", "/workspaces/current/models/model-types/llm"):
        assert bob.get(path).status_code == 200
    this = {"credential_id": credential}
    for method, path, body in (
        ("GET", "/credentials", None),
        ("POST", "/credentials", {"credentials": values(server)}),
        ("PUT", "/credentials", {**this, "credentials": values(server)}),
        ("DELETE", "/credentials", this),
        ("POST", "/credentials/switch", this),
        ("POST", "/credentials/validate", {"credentials": values(server)}),
        ("POST", "/models", {"model": "x"}),
        ("DELETE", "/models", {"model": "scripted", "model_type": "llm"}),
        ("PATCH", "/models/disable", {"model": "scripted", "model_type": "llm"}),
    ):
        assert bob.open(method, f"{COMPATIBLE}{path}", json=body).status_code == 403, (method, path)


def test_a_stranger_sees_and_touches_nothing(alice: Person, mallory: Person, server: ModelServer, context: FlaskApp):
    credential = add(alice, server)
    before = alice.get(PROVIDERS).json
    assert provider(mallory)["custom_configuration"]["available_credentials"] == []
    assert mallory.get(f"{COMPATIBLE}/credentials").json["credentials"] is None
    assert mallory.get(f"{COMPATIBLE}/models").json["data"] == []
    this = {"credential_id": credential}
    for method, path, body in (
        ("GET", f"/credentials?credential_id={credential}", None),
        ("PUT", "/credentials", {**this, "credentials": values(server)}),
        ("DELETE", "/credentials", this),
        ("POST", "/credentials/switch", this),
        ("POST", "/credentials/validate", {**this, "credentials": values(server, api_key="[__HIDDEN__]")}),
        ("DELETE", "/models", {"model": "scripted", "model_type": "llm"}),
        ("PATCH", "/models/disable", {"model": "scripted", "model_type": "llm"}),
    ):
        assert mallory.open(method, f"{COMPATIBLE}{path}", json=body).status_code == 404, (method, path)
    with unit_of_work(), pytest.raises(ProviderNotInitialized):
        service(context, mallory).runtime("openai_api_compatible", "scripted")
    assert alice.get(PROVIDERS).json == before
    assert models(alice)["scripted"] == ("llm", "active")
    # A sealed secret that is moved into another workspace does not open there.
    with unit_of_work() as session:
        session.scalars(select(ProviderCredential)).one().workspace_id = mallory.workspace_id
    assert mallory.post(f"{COMPATIBLE}/models", json={"model": "scripted"}).status_code == 200
    with unit_of_work(), pytest.raises(ProviderNotInitialized, match="can't be decrypted"):
        service(context, mallory).runtime("openai_api_compatible", "scripted")


@pytest.mark.parametrize("name", ["nonsense", "a/b", "a/b/c", "a/b/c/openai", "langgenius/openai/nonsense"])
def test_a_provider_that_there_is_not(alice: Person, name: str):
    for path in ("credentials", "models"):
        reply = alice.get(f"{PROVIDERS}/{name}/{path}")
        assert (reply.status_code, reply.json["code"]) == (404, "provider_not_found")


def test_ids_that_are_none(alice: Person, server: ModelServer):
    add(alice, server)
    for body in ({"credential_id": "x"}, {"credential_id": None}, {}):
        assert alice.post(f"{COMPATIBLE}/credentials/switch", json=body).status_code == 400
    assert alice.post(f"{COMPATIBLE}/credentials/switch", json={"credential_id": str(uuid4())}).status_code == 404


def test_no_transaction_is_open_while_a_provider_is_asked(alice: Person, server: ModelServer, queries: list[str]):
    """What is written comes after the last byte from the provider."""
    at_that_time: list[int] = []
    server_models = server.models

    class Watched(list[str]):
        def __iter__(self) -> Any:
            at_that_time.append(sum("FOR NO KEY UPDATE" in each or "INSERT" in each for each in queries))
            return super().__iter__()

    server.models = Watched(server_models)
    add(alice, server)
    assert at_that_time[0] == 0
    assert sum("INSERT INTO provider_credentials" in each for each in queries) == 1


def test_json_of_the_list_is_small(alice: Person, server: ModelServer):
    server.models = [f"model-{number}" for number in range(400)]
    add(alice, server)
    assert len(alice.get(f"{COMPATIBLE}/models").json["data"]) == 400
    assert len(json.dumps(alice.get(PROVIDERS).json)) < 20_000
