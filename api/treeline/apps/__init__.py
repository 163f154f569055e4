"""Apps of a workspace, whatever their mode."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps import controllers, tasks

    del tasks
    flask_app.register_blueprint(controllers.apps)
    flask_app.register_blueprint(controllers.one_app)
