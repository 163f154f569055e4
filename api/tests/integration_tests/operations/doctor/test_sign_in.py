"""What a login at the configured addresses can find, provoked at them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import TEMPLATE
from tests.integration_tests.operations.doctor.cases import at, codes, found
from tests.processes import Api, database, free_port
from tests.sites import Site, site
from treeline.accounts.models import Account, Workspace
from treeline.operations.doctor import visitor
from treeline.operations.doctor.case import Case
from treeline.settings import Settings

LOGIN, LANGUAGE = "/console/api/login", "/console/api/account/interface-language"
PAGE = {"Content-Type": "text/html"}
ERROR = {"Content-Type": "application/json"}


@pytest.fixture
def proxy(own: Settings, api: Api) -> Iterator[tuple[Site, Case]]:
    """What stands at the console's address."""
    with site() as running, at(own, api, console_web_url=running.url) as case:
        yield running, case


def test_nobody_is_left_behind_and_nobody_gets_mail(own: Settings, api: Api):
    with at(own, api, console_web_url=f"http://localhost:{api.port}", console_api_url=api.base) as case:
        assert found(case, "sign_in") == found(case, "sign_in") == []
        assert visitors(case) == (0, 0)
        with case.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM mails")).scalar_one() == 0


def test_what_a_killed_doctor_left_is_removed_by_the_next_one(case: Case):
    with visitor.visiting(replace(case, clock=lambda: datetime.now(UTC) - timedelta(hours=1))):
        with case.engine.begin() as connection:
            connection.execute(text("UPDATE accounts SET created_at = now() - INTERVAL '1' HOUR WHERE email LIKE :it"),
                               {"it": f"%{visitor.DOMAIN}"})  # fmt: skip
        with visitor.visiting(case):
            # The one that is visiting now.
            assert visitors(case) == (1, 1)
    assert visitors(case) == (0, 0)


def visitors(case: Case) -> tuple[int, ...]:
    with case.engine.connect() as connection:
        return tuple(
            connection.execute(text(f"SELECT count(*) FROM {model.__tablename__} WHERE name = 'treeline doctor'"))
            .scalar_one() for model in (Account, Workspace)
        )  # fmt: skip


def test_an_address_where_nothing_answers(own: Settings, api: Api):
    with at(own, api, console_web_url=f"http://127.0.0.1:{free_port()}") as case:
        (finding,) = found(case, "sign_in")
    assert finding.code == "sign_in.unreachable"


@pytest.mark.parametrize("page", [(200, PAGE, b"<h1>Hello</h1>"), (404, PAGE, b"nothing here"), (502, PAGE, b"")])
def test_an_address_where_something_else_answers(proxy: tuple[Site, Case], page: Any):
    proxy[0].pages[LOGIN] = page
    assert codes(found(proxy[1], "sign_in")) == ["sign_in.not_treeline"]


def test_an_address_of_another_installation(settings: Settings, own: Settings, api: Api):
    with database(settings, TEMPLATE) as other, at(own, api, database_url=other.database_url) as case:
        # Set up, but not the database that the API uses.
        with case.engine.begin() as connection:
            connection.execute(text("INSERT INTO installation (id, setup_at, secret_check) VALUES (1, now(), 'x')"))
        assert codes(found(case, "sign_in")) == ["sign_in.other_database"]


def test_a_login_that_is_refused(proxy: tuple[Site, Case]):
    proxy[0].pages[LOGIN] = (429, ERROR, b'{"code": "too_many_attempts", "message": "", "status": 429}')
    (finding,) = found(proxy[1], "sign_in")
    assert (finding.code, finding.params["error"]) == ("sign_in.refused", "too_many_attempts")


def test_cookies_that_browsers_drop(own: Settings):
    running = Api(own, COOKIE_DOMAIN="console.example.com")
    try:
        with at(own, running, cookie_domain="console.example.com") as case:
            (finding,) = found(case, "sign_in")
    finally:
        running.stop()
    assert finding.code == "sign_in.cookies_dropped"
    assert "csrf_token" in finding.params["cookies"]


def test_an_origin_that_the_api_does_not_know(own: Settings, api: Api):
    more = {"console_web_url": f"http://localhost:{api.port}", "console_api_url": api.base}
    with at(own, api, **more, console_cors_allow_origins=[f"http://localhost:{api.port}"]) as case:
        (finding,) = found(case, "sign_in")
    assert (finding.code, finding.params["origin"]) == ("sign_in.cors", f"http://localhost:{api.port}")
    # Where no client needs it, two addresses are fine.
    with at(own, api, **more) as case:
        assert found(case, "sign_in") == []


def test_a_proxy_that_loses_the_cookies(proxy: tuple[Site, Case], api: Api):
    running, case = proxy
    suffix = f"_{api.port}"
    running.pages[LANGUAGE] = (401, ERROR, b'{"code": "access_token_missing", "message": "", "status": 401}')
    running.pages[LOGIN] = (200, ERROR | _three(suffix), b'{"result": "success"}')
    (finding,) = found(case, "sign_in")
    assert (finding.code, finding.params["status"]) == ("sign_in.not_kept", "401")
    sent = dict(running.asked)[LANGUAGE]
    assert sent["X-CSRF-Token"] == "x"
    assert f"access_token{suffix}=x" in sent["Cookie"]


def _three(suffix: str) -> dict[str, str]:
    """Of the same header in three spellings, as a dictionary takes each once."""
    cookies = zip(
        ("Set-Cookie", "set-cookie", "SET-COOKIE"), ("access_token", "refresh_token", "csrf_token"), strict=True
    )
    return {header: f"{name}{suffix}=x; Path=/" for header, name in cookies}


def test_before_setup_nobody_can_log_in(settings: Settings, own: Settings, api: Api):
    with database(settings, TEMPLATE) as other, at(own, api, database_url=other.database_url) as case:
        assert codes(found(case, "sign_in")) == ["sign_in.not_set_up"]
