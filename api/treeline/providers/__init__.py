"""Model providers: credentials, models, and the port through which everything else talks to a model."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.providers.controllers import provider, workspace

    flask_app.register_blueprint(workspace)
    flask_app.register_blueprint(provider)
