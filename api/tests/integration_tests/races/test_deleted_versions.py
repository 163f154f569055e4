"""A version that is deleted while somebody else begins to use it: whoever is second is refused, whoever that is.

Each race is held at the moment that matters by a lock of the test's own, so that it is lost every time without the
locks of ours.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests
from sqlalchemy import Connection, Engine, create_engine, text

from tests.processes import Api, Caller


@pytest.fixture(scope="module")
def engine(api: Api) -> Iterator[Engine]:
    made = create_engine(api.settings.sqlalchemy_url)
    yield made
    made.dispose()


class Race:
    """An app with two versions, the second active, and a file in both."""

    def __init__(self, api: Api, engine: Engine):
        self.engine, self.callers = engine, [Caller(api.base).log_in() for _ in range(2)]
        caller = self.callers[0]
        self.app_id = caller.call("POST", "/apps", json={"name": "An app", "mode": "agent-chat"}).json()["id"]
        self.app = f"/apps/{self.app_id}"
        caller.call("POST", f"{self.app}/assets/folders", json={"name": "d"})
        for _ in range(2):
            assert caller.call("POST", f"{self.app}/assets/versions", json={}).status_code == 201
        assert caller.call("POST", f"{self.app}/assets/versions/2/activate").status_code == 200

    @property
    def version_id(self) -> UUID:
        with self.engine.connect() as connection:
            found = text("SELECT id FROM asset_versions WHERE app_id = :app AND number = 1")
            return connection.execute(found, {"app": self.app_id}).scalar_one()

    @contextmanager
    def held(self, statement: str, **values: Any) -> Iterator[Connection]:
        """Rows locked until the end of the block."""
        with self.engine.connect() as connection:
            connection.execute(text(statement), values)
            yield connection
            connection.commit()

    def wait_for(self, waiting: int) -> None:
        """Until so many of this database's transactions wait for a lock."""
        count = text("""
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""")
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for _ in range(400):
                if connection.execute(count).scalar_one() >= waiting:
                    return
                time.sleep(0.01)
        raise AssertionError(f"{waiting} transactions should wait for each other")

    def pin(self, caller: Caller) -> requests.Response:
        return caller.call("POST", f"{self.app}/model-config", json={"pre_prompt": "Answer.", "asset_version": 1})

    def activate(self, caller: Caller) -> requests.Response:
        return caller.call("POST", f"{self.app}/assets/versions/1/activate")

    def delete(self, caller: Caller) -> requests.Response:
        return caller.call("DELETE", f"{self.app}/assets/versions/1")

    def run(self, lock: str, *acts: Callable[[Caller], requests.Response]) -> list[int]:
        """The first act stops at the lock, the second waits for the first; then both may end."""
        with ThreadPoolExecutor(2) as pool:
            begun: list[Future[requests.Response]] = []
            with self.held(lock, app=self.app_id, version=self.version_id):
                for number, (act, caller) in enumerate(zip(acts, self.callers, strict=True), 1):
                    begun.append(pool.submit(act, caller))
                    self.wait_for(number)
            return [each.result().status_code for each in begun]

    def is_there(self) -> bool:
        return self.callers[0].call("GET", f"{self.app}/assets/versions/1").status_code == 200


@pytest.fixture
def race(api: Api, engine: Engine) -> Race:
    return Race(api, engine)


# Where whoever pins, activates or deletes stops with all its own locks taken.
ACCOUNTS = "SELECT 1 FROM accounts FOR UPDATE"
APP = "SELECT 1 FROM apps WHERE id = :app FOR UPDATE"
NODES = "SELECT 1 FROM asset_version_nodes WHERE version_id = :version FOR UPDATE"


def test_pinned_first(race: Race):
    assert race.run(ACCOUNTS, race.pin, race.delete) == [200, 409]
    config = race.callers[0].call("GET", f"{race.app}/model-config").json()
    assert (race.is_there(), config["asset_version"]) == (True, 1)
    with race.engine.connect() as connection:
        pinned = text("SELECT asset_version_id FROM app_model_configs WHERE app_id = :app")
        assert connection.execute(pinned, {"app": race.app_id}).scalar_one() == race.version_id


def test_deleted_before_it_is_pinned(race: Race):
    assert race.run(NODES, race.delete, race.pin) == [200, 400]
    assert not race.is_there()


def test_activated_first(race: Race):
    assert race.run(APP, race.activate, race.delete) == [200, 409]
    assert race.callers[0].call("GET", f"{race.app}/assets/versions/active").json()["number"] == 1


def test_deleted_before_it_is_activated(race: Race):
    assert race.run(NODES, race.delete, race.activate) == [200, 404]
    assert race.callers[0].call("GET", f"{race.app}/assets/versions/active").json()["number"] == 2


def test_a_run_begins_on_it_first(race: Race):
    """Until that has ended its files stay; the run is begun here, as a request would."""
    began = """
        INSERT INTO runs (id, workspace_id, app_id, kind, status, input, asset_version_id, lease_token, total_tokens,
                          created_at, lease_until)
        VALUES (:id, :id, :app, 'agent-chat', 'queued', '{}', :version, 0, 0, now(), now() + interval '1 hour')"""
    run_id, (caller, _) = uuid4(), race.callers
    with ThreadPoolExecutor(1) as pool:
        with race.held(began, id=run_id, app=race.app_id, version=race.version_id):
            deleted = pool.submit(race.delete, caller)
            race.wait_for(1)
        refused = deleted.result()
    assert (refused.status_code, refused.json()["code"]) == (409, "app_asset_version_in_use")
    with race.held("UPDATE runs SET lease_until = NULL, status = 'failed' WHERE id = :id", id=run_id):
        pass
    assert race.delete(caller).status_code == 200
