"""What an app configures: who may, what is shown of it, and what each tool is sent."""

from base64 import b64encode
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Person, program
from tests.integration_tests.conftest import Configure
from tests.integration_tests.tracing.conftest import SECRET, Traced
from tests.otlp_server import OtlpServer
from treeline.kernel.db import unit_of_work
from treeline.providers.credentials import HIDDEN
from treeline.tracing.configs import SEALED, ConfigUnreadable, config_of
from treeline.tracing.models import TraceTarget

KEY = "sk-tracing-secret"
HARBOUR = "Harbour"


@pytest.mark.parametrize(
    ("provider", "config", "path", "headers"),
    [
        (
            "langfuse",
            {"public_key": "pk", "secret_key": KEY, "host": ""},
            "/api/public/otel/v1/traces",
            {"Authorization": f"Basic {b64encode(f'pk:{KEY}'.encode()).decode()}"},
        ),
        (
            "langsmith",
            {"api_key": KEY, "project": HARBOUR, "endpoint": ""},
            "/otel/v1/traces",
            {"X-Api-Key": KEY, "Langsmith-Project": HARBOUR},
        ),
        ("phoenix", {"api_key": KEY, "endpoint": ""}, "/v1/traces", {"Authorization": f"Bearer {KEY}"}),
        (
            "opik",
            {"api_key": KEY, "project": HARBOUR, "workspace": "ships", "url": ""},
            "/v1/private/otel/v1/traces",
            {"Authorization": KEY, "Comet-Workspace": "ships", "Projectname": HARBOUR},
        ),
        ("otlp", {"endpoint": "", "headers": f"x-one: {KEY}\nx-two: 2"}, "/v1/traces", {"X-One": KEY, "X-Two": "2"}),
    ],
)
def test_each_tool_is_sent_what_it_knows_one_by(
    traced: Traced, collector: OtlpServer, provider: str, config: dict[str, str], path: str, headers: dict[str, str]
):
    made = traced.set_up(provider, {name: value or collector.base for name, value in config.items()})
    assert KEY not in str(made)
    assert HIDDEN in made["tracing_config"].values()
    reply = traced.person.post(f"{traced.path}/trace-config/test", json={"tracing_provider": provider})
    assert reply.json == {"ok": True, "error": None}
    ((asked, sent, told),) = collector.requests
    assert asked == path
    told_headers = {name.title(): value for name, value in sent.items()}
    assert {name.title(): value for name, value in headers.items()}.items() <= told_headers.items()
    project = {each.key: each.value.string_value for each in told.resource_spans[0].resource.attributes}
    assert project["service.name"] == "treeline"


def test_secrets_are_sealed_and_stay_with_their_address(traced: Traced, collector: OtlpServer):
    traced.set_up()
    with unit_of_work() as session:
        row = session.scalars(select(TraceTarget)).one()
        assert SECRET not in f"{row.sealed_secrets} {row.config}"
    change = {"tracing_provider": "otlp", "tracing_config": {"endpoint": collector.base, "headers": HIDDEN}}
    assert traced.person.patch(f"{traced.path}/trace-config", json=change).status_code == 200
    traced.end_runs()
    traced.work()
    assert collector.requests[0][1]["Authorization"] == SECRET
    change["tracing_config"] = {"endpoint": "https://elsewhere.example.com", "headers": HIDDEN}
    reply = traced.person.patch(f"{traced.path}/trace-config", json=change)
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, "tracing_config.headers")


def test_a_new_secret_key_reseals_them(traced: Traced, configure: Configure):
    traced.set_up()
    settings = traced.flask_app.extensions["settings"]
    before = settings.secret_key
    configure(secret_key="another key for tests", secret_key_previous=[before])
    changed = traced.flask_app.extensions["settings"]
    assert SEALED.reseal(changed) == (1, [])
    configure(secret_key_previous=[])
    with unit_of_work() as session:
        row = session.scalars(select(TraceTarget)).one()
        known = config_of(row, traced.flask_app.extensions["settings"])
        assert known["headers"] == f"Authorization: {SECRET}"
        with pytest.raises(ConfigUnreadable):
            config_of(row, settings)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"tracing_provider": "jaeger"}, "tracing_provider"),
        ({"tracing_config": {}}, "tracing_config.endpoint"),
        ({"tracing_config": {"endpoint": "ftp://x"}}, "tracing_config.endpoint"),
        ({"tracing_config": {"endpoint": "http://a:b@x.invalid"}}, "tracing_config.endpoint"),
        ({"tracing_config": {"endpoint": "http://x.invalid", "headers": "no colon"}}, "tracing_config.headers"),
        ({"tracing_config": {"endpoint": "http://x.invalid", "headers": "A: ü"}}, "tracing_config.headers"),
        ({"tracing_config": {"endpoint": "http://x.invalid", "headers": HIDDEN}}, "tracing_config.headers"),
        ({"sampling": 1.5}, "sampling"),
        ({"patterns": ["("]}, "patterns[0]"),
        ({"patterns": ["x*"]}, "patterns[0]"),
    ],
)
def test_bad_input_is_refused_where_it_stands(traced: Traced, body: dict[str, Any], field: str):
    whole = {"tracing_provider": "otlp", "tracing_config": {"endpoint": "http://x.invalid"}, **body}
    reply = traced.person.post(f"{traced.path}/trace-config", json=whole)
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, field)
    assert traced.person.get(f"{traced.path}/trace-configs").json == {"data": []}


def test_one_a_provider(traced: Traced):
    traced.set_up()
    again = {"tracing_provider": "otlp", "tracing_config": {"endpoint": "http://x.invalid"}}
    assert traced.person.post(f"{traced.path}/trace-config", json=again).json["code"] == "trace_target_exists"
    query = {"tracing_provider": "opik"}
    assert traced.person.get(f"{traced.path}/trace-config", query_string=query).status_code == 404
    assert traced.person.delete(f"{traced.path}/trace-config", query_string=query).status_code == 404
    on = {"enabled": True, "tracing_provider": "opik"}
    assert traced.person.post(f"{traced.path}/trace", json=on).status_code == 404
    reply = traced.person.delete(f"{traced.path}/trace-config", query_string={"tracing_provider": "otlp"})
    assert reply.status_code == 204
    assert traced.person.get(f"{traced.path}/trace-configs").json == {"data": []}


def test_who_may(traced: Traced, bob: Person, mallory: Person):
    traced.set_up()
    assert bob.get(f"{traced.path}/trace").json == {"enabled": True, "tracing_provider": "otlp"}
    for path in ("trace-configs", "trace-deliveries", "trace-config?tracing_provider=otlp"):
        assert bob.get(f"{traced.path}/{path}").status_code == 403
        assert mallory.get(f"{traced.path}/{path}").status_code == 404
    test = {"tracing_provider": "otlp"}
    assert bob.post(f"{traced.path}/trace-config/test", json=test).status_code == 403
    assert mallory.post(f"{traced.path}/trace-config/test", json=test).status_code == 404
    assert program(traced.person, traced.app_id).get(f"/console/api{traced.path}/trace").status_code in (401, 404)


def test_a_test_span_says_why_it_did_not_arrive(traced: Traced, collector: OtlpServer):
    traced.set_up()
    collector.status, collector.said = 401, b"who are you?"
    reply = traced.person.post(f"{traced.path}/trace-config/test", json={"tracing_provider": "otlp"})
    assert reply.json == {"ok": False, "error": "The server returned 401: who are you?."}
    collector.status, collector.rejected = 200, 1
    reply = traced.person.post(f"{traced.path}/trace-config/test", json={"tracing_provider": "otlp"})
    assert reply.json == {"ok": False, "error": "The server rejected the span: too old."}
