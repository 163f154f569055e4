from collections.abc import Collection
from typing import Any

from celery.signals import celeryd_after_setup, worker_shutting_down
from flask import Flask, current_app

from treeline.accounts.rights import Right, lapsed
from treeline.kernel.db import unit_of_work
from treeline.kernel.redis import connect_patiently
from treeline.runs import leases
from treeline.runs.endings import StoredEnds
from treeline.runs.places import Places
from treeline.runs.relay import BLOCK_SECONDS, Relay
from treeline.runs.settings import RunSettings


def start(flask_app: Flask) -> None:
    redis, settings = flask_app.extensions["redis"], flask_app.extensions["settings"]
    reading = connect_patiently(settings, 5 * BLOCK_SECONDS)

    def ended(rights: Collection[Right]) -> set[Right]:
        with flask_app.app_context(), unit_of_work() as session:
            return lapsed(session, rights)

    flask_app.extensions["relay"] = Relay(redis, reading, StoredEnds(flask_app), lapsed=ended)
    _share_places(flask_app)


def places() -> Places:
    """Of this process."""
    return current_app.extensions["places"]


def _share_places(flask_app: Flask) -> None:
    """A worker shares as many places as it has threads; told to stop, it leaves those that wait to others."""
    settings: RunSettings = flask_app.extensions["settings"]
    places = flask_app.extensions["places"] = Places(settings.runs_concurrency, settings.runs_reserve)

    @celeryd_after_setup.connect(weak=False, dispatch_uid="treeline-places")
    def count(instance: Any, **_: object) -> None:
        places.most = instance.concurrency

    @worker_shutting_down.connect(weak=False, dispatch_uid="treeline-places")
    def leave(**_: object) -> None:
        with flask_app.app_context():
            leases.wait_no_longer(*places.leave())
