from typing import Any

from celery.signals import celeryd_after_setup
from flask import Flask

from treeline.providers.libraries import load_libraries
from treeline.runs.tasks import QUEUE


def load_libraries_early(flask_app: Flask) -> None:
    """A worker that makes answers is ready when it has loaded what it needs for them: none waits for it later."""

    @celeryd_after_setup.connect(weak=False, dispatch_uid="treeline-libraries")
    def load(instance: Any, **_: object) -> None:
        if QUEUE in instance.app.amqp.queues.consume_from:
            with flask_app.app_context():
                load_libraries()
