from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database
from treeline.kernel.mysql import is_mysql_url
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings


@pytest.fixture(scope="session")
def api(settings: Settings) -> Iterator[Api]:
    """A real API on a database of its own, where everything is committed."""
    with database(settings, TEMPLATE) as own:
        running = Api(own)
        try:
            Caller(running.base).set_up()
            yield running
        finally:
            running.stop()


@pytest.fixture
def on_mysql(settings: Settings) -> Settings:
    """What only MySQL and MariaDB do, or do otherwise."""
    if not is_mysql_url(settings.sqlalchemy_url):
        pytest.skip("only on MySQL: TEST_DATABASE=mysql")
    return settings


@pytest.fixture
def on_postgres(settings: Settings) -> Settings:
    if is_mysql_url(settings.sqlalchemy_url):
        pytest.skip("only on PostgreSQL")
    return settings


@pytest.fixture
def caller(api: Api) -> Caller:
    return Caller(api.base).log_in()


@pytest.fixture
def at_once(api: Api) -> Callable[..., list[requests.Response]]:
    """Send requests at the same moment, each on a connection of its own: (method, path, JSON body) -> replies."""
    callers = [Caller(api.base).log_in() for _ in range(8)]

    def send(*calls: tuple[str, str, Any]) -> list[requests.Response]:
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(
                pool.map(
                    lambda pair: pair[0].call(pair[1][0], pair[1][1], json=pair[1][2]),
                    zip(callers, calls, strict=False),
                )
            )

    return send


Configure = Callable[..., None]


@pytest.fixture
def configure(flask_app: FlaskApp, rolled_back: None) -> Iterator[Configure]:
    """Settings of this test, beside the usual ones."""
    usual = flask_app.extensions["settings"]

    def change(**values: Any) -> None:
        flask_app.extensions["settings"] = flask_app.extensions["settings"].model_copy(update=values)

    yield change
    flask_app.extensions["settings"] = usual
