"""Runs: an answer being made by a worker, its lease, its stop, and the stream of its events."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.kernel.redis import connect_patiently
    from treeline.runs import controllers, tasks
    from treeline.runs.relay import BLOCK_SECONDS, Relay

    del tasks
    flask_app.extensions["relay"] = Relay(
        flask_app.extensions["redis"], connect_patiently(flask_app.extensions["settings"], 5 * BLOCK_SECONDS)
    )
    flask_app.register_blueprint(controllers.console_runs)
    flask_app.register_blueprint(controllers.runs)
