"""A feed whose worker is killed while it is asked: another one goes on, and each entry is told once."""

import threading
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, text, update

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, Worker, database, wait_until
from tests.sites import Page, Site, site
from treeline import create_app
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings
from treeline.triggers.events.models import TriggerSubscription

pytestmark = pytest.mark.faults

PATH = "/workspaces/current/trigger-subscriptions"
IMPATIENT: dict[str, Any] = {"NODE_ALLOWED_HOSTS": "127.0.0.1", "TRIGGER_REFRESH_LEASE_SECONDS": "2"}
MOST = 40


class HeldPages(dict[str, Page]):
    """Answers nothing while it is held."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.free.set()

    def get(self, path: str, default: Any = None) -> Any:
        self.free.wait(60)
        return super().get(path, default)


def show(web: Site, number: int) -> None:
    items = "".join(f"<item><guid>{each}</guid></item>" for each in range(number, 0, -1))
    web.pages["/feed"] = (200, {}, f"<rss><channel>{items}</channel></rss>".encode())


def beat(flask_app: FlaskApp, subscription_id: str) -> None:
    """The source is due, and a worker is told to look."""
    this = update(TriggerSubscription).where(TriggerSubscription.id == UUID(subscription_id))
    with flask_app.app_context():
        with unit_of_work() as session:
            session.execute(this.values(due_at=func.now() - text("interval '1 second'")))
        flask_app.extensions["celery"].tasks["triggers.refresh"].apply_async()


def test_each_entry_is_told_once_though_workers_die(settings: Settings):
    with database(settings, TEMPLATE) as own, site() as web:
        web.pages = pages = HeldPages()
        show(web, 1)
        api, flask_app = Api(own, **IMPATIENT), create_app(own)
        worker = Worker(own, "trigger_refresh_executor", **IMPATIENT)
        try:
            caller = Caller(api.base).set_up()
            source = {"kind": "feed", "url": f"{web.url}/feed"}
            made = caller.call("POST", PATH, json={"name": "News", "source": source}).json()
            path = f"{PATH}/{made['id']}"

            def told() -> int:
                return caller.call("GET", f"{path}/events?limit=1").json()["total"]

            for number in range(11, MOST + 2, 10):
                show(web, number)
                pages.free.clear()
                asked = len(web.asked)

                def is_asked(asked: int = asked) -> bool:
                    # Again and again: a look that was on its way settles when the next one is due.
                    beat(flask_app, made["id"])
                    return len(web.asked) > asked

                wait_until(is_asked, 60, every=0.5)
                worker.kill()
                worker = Worker(own, "trigger_refresh_executor", **IMPATIENT)
                pages.free.set()

                def is_told(number: int = number) -> bool:
                    beat(flask_app, made["id"])
                    return told() >= number - 1

                wait_until(is_told, 60, every=0.5)
            # Whoever looks once more finds nothing new.
            looked = caller.call("GET", path).json()["looked_at"]
            wait_until(lambda: beat(flask_app, made["id"]) or _looked(caller, path) > looked, 60, every=0.5)
            assert told() == MOST
        finally:
            worker.kill()
            api.stop()
            with flask_app.app_context():
                db.engine.dispose()


def _looked(caller: Caller, path: str) -> int:
    return caller.call("GET", path).json()["looked_at"]
