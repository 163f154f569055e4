from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.oidc_server import CLIENT, SECRET, OidcServer, Provider
from treeline import create_app
from treeline.accounts.models import Account
from treeline.accounts.oidc.settings import OidcProvider
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

API = "/console/api/oidc"
IDENTITIES = "/console/api/account/identities"
# Of a provider that may want secrets without TLS.
ENDPOINTS = ("token", "jwks", "userinfo")
PROFILE = "/console/api/account/profile"
CAROL = {"sub": "carol", "email": "Carol@Acme.example", "name": "Carol"}
GROUPS = {"bosses": "admin", "writers": "editor", "readers": "normal"}


@pytest.fixture(scope="module")
def server() -> Iterator[OidcServer]:
    with OidcServer() as running:
        yield running


@pytest.fixture(scope="module")
def app_with_oidc(settings: Settings, server: OidcServer) -> Iterator[FlaskApp]:
    def configured(name: str, **more: Any) -> OidcProvider:
        issuer = server.provider(name).issuer
        return OidcProvider(name=name, issuer=issuer, client_id=CLIENT, client_secret=SecretStr(SECRET), **more)

    providers = [
        configured("acme", label="Acme ID", domains=["acme.example"], groups=GROUPS),
        configured("trusted", trusted_domains=["example.com"]),
        configured("plain"),
        configured("strict", domains=["acme.example"], groups=GROUPS, role=None),
        configured("mismatched"),
        *(configured(f"downgraded-{each}") for each in ENDPOINTS),
        configured("away"),
    ]
    made = create_app(
        settings.model_copy(update={"oidc_providers": providers, "outbound_allowed_hosts": ["127.0.0.1"]})
    )
    yield made
    made.extensions["relay"].close()


@dataclass
class House:
    """The installation with these providers, and what a browser does at them."""

    flask_app: FlaskApp
    server: OidcServer

    def browser(self) -> FlaskClient:
        return self.flask_app.test_client()

    def provider(self, name: str, /, **person: Any) -> Provider:
        """As it is at first, and who signs in there."""
        found = self.server.provider(name)
        found.token_claims, found.userinfo, found.signs_with, found.refuses_with = {}, {}, None, None
        found.algorithm, found.token, found.more_keys = "ES256", None, []
        found.rotate()
        found.person = {"email_verified": True, **person}
        return found

    def start(self, browser: FlaskClient, name: str, **body: Any) -> str:
        reply = browser.post(f"{API}/{name}/start", json=body)
        assert reply.status_code == 200, reply.json
        return reply.json["url"]

    def visit(self, url: str) -> str:
        """The provider's page: where it sends the browser back to, without the origin."""
        reply = requests.get(url, allow_redirects=False, timeout=10)
        assert reply.status_code == 302, reply.text
        back = urlsplit(reply.headers["Location"])
        assert f"{back.scheme}://{back.netloc}" == "http://localhost:3000"
        return f"{back.path}?{back.query}"

    def sign_in(self, browser: FlaskClient, name: str, **body: Any) -> TestResponse:
        reply = browser.get(self.visit(self.start(browser, name, **body)))
        assert reply.status_code == 303
        return reply


def error(reply: TestResponse) -> str:
    """What the page says that the browser is sent to; nothing if it is signed in."""
    path = urlsplit(reply.headers["Location"])
    return parse_qs(path.query).get("error", [""])[0]


def accounts(house: House) -> int:
    with house.flask_app.app_context(), unit_of_work() as session:
        return len(session.scalars(select(Account.id)).all())


@pytest.fixture
def house(app_with_oidc: FlaskApp, flask_app: FlaskApp, server: OidcServer, rolled_back: None) -> House:
    """In the transaction of the test."""
    with flask_app.app_context():
        connection = db.engines[None]
    with app_with_oidc.app_context():
        db.engines[None] = connection  # pyright: ignore[reportIndexIssue]  a dict, in truth
    return House(app_with_oidc, server)
