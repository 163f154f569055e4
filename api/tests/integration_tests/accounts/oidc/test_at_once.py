"""Several ways back at the same moment, on a database of their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.conftest import TEMPLATE, make_members
from tests.integration_tests.accounts.oidc.conftest import House, error
from tests.oidc_server import OidcServer
from tests.processes import database
from treeline import create_app
from treeline.accounts.models import Account
from treeline.accounts.oidc.models import Identity
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

CAROL = {"sub": "carol", "email": "carol@acme.example"}


@pytest.fixture
def committed_house(settings: Settings, app_with_oidc: FlaskApp, server: OidcServer) -> Iterator[House]:
    with database(settings, TEMPLATE) as own:
        made = create_app(own.model_copy(update=dict(oidc_settings(app_with_oidc))))
        made.extensions["redis"].flushdb()
        make_members(made)
        yield House(made, server)
        made.extensions["relay"].close()
        with made.app_context():
            db.engine.dispose()


def oidc_settings(flask_app: FlaskApp) -> Iterator[tuple[str, object]]:
    for name in ("oidc_providers", "outbound_allowed_hosts"):
        yield name, getattr(flask_app.extensions["settings"], name)


def test_a_new_colleague_in_several_tabs_gets_one_account(committed_house: House):
    house = committed_house
    house.provider("acme", **CAROL)
    barrier = Barrier(4)

    def come_back(_: int) -> str:
        browser = house.browser()
        back = house.visit(house.start(browser, "acme"))
        barrier.wait(timeout=20)
        return error(browser.get(back))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(come_back, range(4))) == [""] * 4
    with house.flask_app.app_context(), unit_of_work() as session:
        assert len(session.scalars(select(Account).where(Account.email == CAROL["email"])).all()) == 1
        assert len(session.scalars(select(Identity)).all()) == 1


def test_one_way_back_at_the_same_moment_is_good_once(committed_house: House):
    house = committed_house
    house.provider("acme", **CAROL)
    browser = house.browser()
    back, barrier = house.visit(house.start(browser, "acme")), Barrier(4)
    kept = browser.get_cookie("oidc")
    assert kept is not None

    def come_back(_: int) -> str:
        again = house.browser()
        again.set_cookie("oidc", kept.value)
        barrier.wait(timeout=20)
        return error(again.get(back))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(come_back, range(4))) == ["", *["oidc_attempt_expired"] * 3]
