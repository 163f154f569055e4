"""Model providers: credentials, models, and the port through which everything else talks to a model."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps.configs.checks import checks
    from treeline.providers.checks import model_is_there
    from treeline.providers.controllers import provider, workspace

    flask_app.register_blueprint(workspace)
    flask_app.register_blueprint(provider)
    if model_is_there not in checks:
        checks.append(model_is_there)
