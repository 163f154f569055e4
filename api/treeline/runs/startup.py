from typing import Any

from celery.signals import celeryd_after_setup, worker_shutting_down
from flask import Flask

from treeline.runs import leases
from treeline.runs.places import Places


def share_places(flask_app: Flask) -> None:
    """A worker shares as many places as it has threads; told to stop, it leaves those that wait to others."""
    settings = flask_app.extensions["settings"]
    places = flask_app.extensions["places"] = Places(settings.runs_concurrency, settings.runs_reserve)

    @celeryd_after_setup.connect(weak=False, dispatch_uid="treeline-places")
    def count(instance: Any, **_: object) -> None:
        places.most = instance.concurrency

    @worker_shutting_down.connect(weak=False, dispatch_uid="treeline-places")
    def leave(**_: object) -> None:
        with flask_app.app_context():
            leases.wait_no_longer(*places.leave())
