"""Runs: an answer being made by a worker, its lease, its stop, and the stream of its events."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.kernel.redis import connect_patiently
    from treeline.runs import controllers, tasks
    from treeline.runs.endings import StoredEnds
    from treeline.runs.relay import BLOCK_SECONDS, Relay
    from treeline.runs.startup import share_places

    del tasks
    redis, settings = flask_app.extensions["redis"], flask_app.extensions["settings"]
    flask_app.extensions["relay"] = Relay(redis, connect_patiently(settings, 5 * BLOCK_SECONDS), StoredEnds(flask_app))
    flask_app.register_blueprint(controllers.console_runs)
    flask_app.register_blueprint(controllers.runs)
    share_places(flask_app)
