from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from tests.conftest import TEMPLATE
from tests.processes import database
from treeline import create_app
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

Variant = Callable[..., FlaskApp]


@pytest.fixture
def variant(flask_app: FlaskApp, settings: Settings, rolled_back: None) -> Variant:
    """The same installation with other settings: an app in the same transaction."""

    def make(**update: object) -> FlaskApp:
        with flask_app.app_context():
            connection = db.engines[None]
        other = create_app(settings.model_copy(update=update))
        with other.app_context():
            db.engines[None] = connection  # pyright: ignore[reportIndexIssue]  a dict, in truth
        return other

    return make


@pytest.fixture
def committed(settings: Settings) -> Iterator[FlaskApp]:
    """An app on a database of its own, not set up yet, where threads may meet."""
    with database(settings, TEMPLATE) as own:
        flask_app = create_app(own)
        flask_app.extensions["redis"].flushdb()
        yield flask_app
        with flask_app.app_context():
            db.engine.dispose()


def cookies(client: FlaskClient, prefix: str = "") -> dict[str, str]:
    """The values of the three cookies; those that are not there are left out."""
    found = {name: client.get_cookie(prefix + name) for name in ("access_token", "refresh_token", "csrf_token")}
    return {name: cookie.value for name, cookie in found.items() if cookie is not None}


def connections(flask_app: FlaskApp) -> int:
    """How many database connections are in use."""
    with flask_app.app_context():
        return db.engine.pool.checkedout()  # pyright: ignore[reportAttributeAccessIssue]  a QueuePool has it


@pytest.fixture
def sending(variant: Variant) -> FlaskApp:
    return variant(mail_type="smtp", smtp_server="127.0.0.1", mail_default_send_from="treeline@example.com")
