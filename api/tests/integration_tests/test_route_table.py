"""The table of routes: what is not in it, and that it is the same for every application."""

from typing import Any
from uuid import UUID

from werkzeug.routing import IntegerConverter, Map, Rule, UUIDConverter

from tests.integration_tests.test_every_route import UNKNOWN
from treeline import create_app
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings


def test_unknown_paths_and_methods_answer_json(client: Any):
    for reply, status in (
        (client.get("/nothing/here"), 404),
        (client.patch("/health"), 405),
        (client.get("/console/api/apps/x"), 404),
    ):
        assert (reply.status_code, reply.json["status"]) == (status, status)


def test_the_table_of_contents_builds_again(settings: Settings):
    """A second app in one process has the same routes: nothing is registered twice or lost."""
    first, second = create_app(settings), create_app(settings)
    assert set(first.operations) == set(second.operations)


def test_urls_are_built_as_by_werkzeug(flask_app: FlaskApp):
    """Those of every route: what builds them is compiled later here."""
    rules = list(flask_app.url_map.iter_rules())
    plain = Map([Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods) for rule in rules]).bind("")
    ours = flask_app.url_map.bind("")
    given = {UUIDConverter: UUID(UNKNOWN), IntegerConverter: 7}
    for rule in rules:
        values = {name: given.get(type(kind), "ä/b") for name, kind in rule._converters.items()} | {"more": "ä b"}
        assert ours.build(rule.endpoint, values) == plain.build(rule.endpoint, values)
