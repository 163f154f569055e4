from treeline.kernel.db import MIGRATIONS, db
from treeline.kernel.web import FlaskApp
from treeline.operations import console, heartbeat
from treeline.operations.health import Health


def start(flask_app: FlaskApp) -> None:
    extensions = flask_app.extensions
    extensions["health"] = Health(
        extensions["settings"],
        lambda: db.engine,
        extensions["redis"],
        extensions["storage"],
        str(MIGRATIONS),
    )
    heartbeat.register(flask_app)
    console.register(flask_app)
