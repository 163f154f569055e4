"""OIDC_PROVIDERS: what it takes, and that what it does not take is named without its secrets."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.settings import settings_of
from treeline.accounts.oidc.service import console_path
from treeline.settings import Settings

ACME: dict[str, Any] = {"name": "acme", "issuer": "https://id.acme.example", "client_id": "treeline"}


def read(*providers: Any, **more: Any) -> Settings:
    return settings_of(oidc_providers=json.dumps(providers), **more)


def test_what_is_not_said_has_a_default():
    [acme] = read(ACME).oidc_providers
    assert (acme.shown, acme.scopes, acme.role, acme.domains) == ("Acme", ["openid", "profile", "email"], "normal", [])
    assert read({**ACME, "label": "Acme ID"}).oidc_providers[0].shown == "Acme ID"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("[{", "not valid JSON"),
        ("{}", "valid list"),
        ([{**ACME, "name": "Acme/1"}], "name"),
        ([{**ACME, "issuer": "id.acme.example"}], "http"),
        ([{**ACME, "clientid": "x"}], "clientid"),
        ([{**ACME, "domains": ["*"]}], "domains"),
        ([{**ACME, "domains": ["@acme.example"]}], "domains"),
        ([{**ACME, "client_id": "ä"}], "client_id"),
        ([{**ACME, "role": "owner"}], "role"),
        ([{**ACME, "groups": {"bosses": "owner"}}], "groups"),
        ([{**ACME, "role": None}], "groups must name"),
        ([{**ACME, "scopes": ["email"]}], "must include openid"),
        ([ACME, {**ACME, "issuer": "https://other.example"}], "name of each"),
        ([ACME, {**ACME, "name": "other"}], "issuer of each"),
    ],
)
def test_what_is_not_taken_is_named(given: Any, reason: str):
    text = given if isinstance(given, str) else json.dumps([{**each, "client_secret": "s3cret"} for each in given])
    with pytest.raises(ValidationError, match=reason) as error:
        settings_of(oidc_providers=text)
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize("secret", ["", "s3crét", "s3cret\n"])
def test_a_secret_that_no_header_takes_is_named(secret: str):
    with pytest.raises(ValidationError, match="client_secret") as error:
        read({**ACME, "client_secret": secret})
    assert "s3cr" not in str(error.value)


def test_a_secret_is_not_shown():
    made = read({**ACME, "client_secret": "s3cret"})
    assert "s3cret" not in repr(made) + made.model_dump_json()


def test_the_way_back_is_configured_or_on_this_machine():
    def callback(**more: Any) -> str:
        made = read(ACME, **more)
        return made.oidc_callback(made.oidc_providers[0])

    assert callback() == "http://localhost:3000/console/api/oidc/acme/callback"
    assert callback(console_web_url="https://a.example/") == "https://a.example/console/api/oidc/acme/callback"
    both = {"console_web_url": "https://a.example", "console_api_url": "https://api.a.example"}
    assert callback(**both) == "https://api.a.example/console/api/oidc/acme/callback"
    with pytest.raises(ValidationError, match="CONSOLE_WEB_URL"):
        read(ACME, api_host="0.0.0.0")


def test_domains_are_compared_as_addresses_have_them():
    [acme] = read({**ACME, "domains": ["Acme.Example", "xn--bcher-kva.example"]}).oidc_providers
    assert acme.domains == ["acme.example", "bücher.example"]


@pytest.mark.parametrize(
    ("groups", "role"), [([], "normal"), (["c", "a"], "admin"), (["c", "b"], "editor"), (["x"], "normal")]
)
def test_the_highest_role_counts(groups: list[str], role: str):
    roles = {"a": "admin", "b": "editor", "c": "dataset_operator"}
    assert read({**ACME, "groups": roles}).oidc_providers[0].role_of(groups) == role


@pytest.mark.parametrize("path", ["/", "/apps", "/apps?x=%20#y", "/a/b//c"])
def test_pages_of_the_console_are_ways_on(path: str):
    assert console_path(path) == path


@pytest.mark.parametrize("path", ["", "apps", "//x", "/\\x", "/a\\b", "/a b", "/\tx", "/ä", "http://x", "/a\n"])
def test_nothing_else_is_a_way_on(path: str):
    assert console_path(path) == "/"
