"""What runs, and how it is: health, queues, the API document; and the console, served beside them."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.kernel.db import db
    from treeline.operations import console, controllers, heartbeat
    from treeline.operations.health import Health
    from treeline.operations.hosts.controllers import hosts

    extensions = flask_app.extensions
    extensions["health"] = Health(
        extensions["settings"],
        lambda: db.engine,
        extensions["redis"],
        extensions["storage"],
        extensions["migrate"].directory,
    )
    heartbeat.register(flask_app)
    console.register(flask_app)
    flask_app.register_blueprint(controllers.public)
    flask_app.register_blueprint(controllers.operations)
    flask_app.register_blueprint(hosts)
