"""The table of all routes: what is in it, and who is asked for what. Who gets in where is tried in `walls`."""

import re
from collections.abc import Iterator
from typing import Any

from treeline.apps.keys.access import KEY_MAY
from treeline.kernel.web import FlaskApp, Operation

# A route is public only by standing here.
PUBLIC = {
    *(f"public.{name}" for name in ("health", "openapi", "docs", "index")),
    *(f"oidc.{name}" for name in ("list_oidc_providers", "start_oidc", "end_oidc")),
    *(f"entrance.{name}" for name in ("read_setup", "set_up", "read_init", "validate_init")),
    *(f"entrance.{name}" for name in ("log_in", "log_out", "refresh_token")),
    *(f"activation.{name}" for name in ("check_invitation", "activate", "ask_for_invitation")),
    *("passkey_login.ask_for_login", "passkey_login.log_in_with_passkey", "second_factor.log_in_with_code"),
    *(f"recovery.{name}" for name in ("forgot_password", "forgot_password_by_its_other_name", "check_reset_link")),
    *(f"recovery.{name}" for name in ("prove_reset_code", "reset_password", "ask_login_code", "check_login_link")),
    "recovery.log_in_by_code",
}
UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"
SOMETHING = {"uuid": UNKNOWN, "int": "1"}


def operations(flask_app: FlaskApp) -> Iterator[tuple[str, str, Operation]]:
    """(endpoint, rule, operation) of every route there is."""
    for rule in flask_app.url_map.iter_rules():
        yield rule.endpoint, rule.rule, flask_app.operations[rule.endpoint]


def filled(rule: str) -> str:
    """The rule with ids in it that fit, but are of nothing."""
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda match: SOMETHING.get(match[1], "x"), rule)


def request(person: Any, operation: Operation, url: str) -> Any:
    """With no more than what makes it a request: whoever asks is looked at first."""
    body = {} if operation.method in ("POST", "PUT", "PATCH") else None
    return person.open(operation.method, url, json=body)


def test_every_route_is_an_operation_with_an_access(flask_app: FlaskApp):
    rules = list(flask_app.url_map.iter_rules())
    assert {rule.endpoint for rule in rules} == set(flask_app.operations)
    public = {endpoint for endpoint, _, operation in operations(flask_app) if operation.routes.access.name == "public"}
    assert public == PUBLIC


def test_a_key_may_read_and_edit_files_and_no_more(flask_app: FlaskApp):
    by_key = [(rule, one) for _, rule, one in operations(flask_app) if one.routes.access.name == "app key"]
    assert len(by_key) > 20
    for rule, operation in by_key:
        assert rule.startswith(("/v1/", "/mcp")), rule
        assert operation.can in KEY_MAY, rule
