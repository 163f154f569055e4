"""The mail about a sign-in from a browser that is new to the account."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import PASSWORD
from tests.integration_tests.accounts.conftest import Variant
from treeline.accounts.letters.new_devices import MOST_A_DAY
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.content import content_of
from treeline.mail.models import Mail

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
BODY = {"email": "alice@example.com", "password": PASSWORD}


@pytest.fixture
def sending(variant: Variant) -> FlaskApp:
    return variant(mail_type="smtp", smtp_server="127.0.0.1", mail_default_send_from="treeline@example.com")


def log_in(client: FlaskClient, agent: str = FIREFOX) -> FlaskClient:
    reply = client.post("/console/api/login", json=BODY, headers={"User-Agent": agent})
    assert reply.status_code == 200
    return client


def told(flask_app: FlaskApp) -> list[str]:
    """Of which devices, in the order they came."""
    with flask_app.app_context(), unit_of_work() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == "new_device").order_by(Mail.created_at, Mail.id))
        contents = [content_of(mail, flask_app.extensions["settings"]) for mail in mails]
    return [str(content.values["device"]) for content in contents if content]


def test_a_browser_that_is_new(sending: FlaskApp):
    known = log_in(sending.test_client())
    # The first sign-in there ever was is no news.
    assert told(sending) == []
    log_in(known)
    log_in(sending.test_client())
    assert told(sending) == []
    log_in(sending.test_client(), "curl/8.1")
    assert told(sending) == ["curl"]
    log_in(sending.test_client(), "curl/8.1")
    assert told(sending) == ["curl"]


def test_what_logs_in_anew_all_the_time_is_told_a_few_times(sending: FlaskApp):
    log_in(sending.test_client())
    for number in range(MOST_A_DAY + 2):
        log_in(sending.test_client(), f"robot{number}/1")
    assert told(sending) == [f"robot{number}" for number in range(MOST_A_DAY)]


def test_without_a_mail_server_nothing_is_written(flask_app: FlaskApp, client: FlaskClient):
    log_in(client)
    log_in(flask_app.test_client(), "curl/8.1")
    assert told(flask_app) == []
