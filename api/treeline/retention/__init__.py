"""What nothing needs any more goes, after a while: uploads never finished, bytes that nothing names, old keys."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.retention import tasks

    del flask_app, tasks
