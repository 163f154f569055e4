from celery.signals import worker_init
from sqlalchemy import Engine

from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.probing import probe
from treeline.kernel.db import db
from treeline.kernel.errors import ApiError
from treeline.kernel.mysql import say_what_is_replaced
from treeline.kernel.schema import refuse_wrong_schema
from treeline.kernel.web import FlaskApp
from treeline.operations import console, heartbeat
from treeline.operations.health import Health, Limited


def start(flask_app: FlaskApp) -> None:
    extensions = flask_app.extensions
    extensions["health"] = Health(
        extensions["settings"],
        lambda: db.engine,
        extensions["redis"],
        extensions["storage"],
        lambda engine: _probe(extensions["settings"], engine),
    )
    heartbeat.register(flask_app)
    refuse_to_work(flask_app)
    console.register(flask_app)


def refuse_to_work(flask_app: FlaskApp) -> None:
    """With another schema; gunicorn asks by itself."""

    @worker_init.connect(weak=False, dispatch_uid="treeline-schema")
    def before_work(**_: object) -> None:
        refuse_wrong_schema(flask_app)
        say_what_is_replaced(flask_app.extensions["settings"])


def _probe(settings: DatasetSettings, engine: Engine) -> None:
    try:
        probe(settings, engine)
    except ApiError as error:
        raise Limited(error.message) from error
