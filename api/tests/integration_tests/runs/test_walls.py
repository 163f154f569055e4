"""Whose runs they are."""

from uuid import UUID

import pytest

from tests.conftest import Cast, program
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.errors import VersionDeleted
from treeline.runs.service import RunService


@pytest.fixture
def app_id(cast: Cast) -> str:
    return cast.alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]


@pytest.fixture
def task_id(context: FlaskApp, app_id: str) -> UUID:
    with unit_of_work() as session:
        app = session.get_one(App, UUID(app_id))
        return RunService(session, app).start("words", {}, end_user_id=EndUserService(session, app).obtain("ann").id).id


def test_a_member_sees_the_runs_of_the_app(cast: Cast, app_id: str, task_id: UUID):
    run = cast.alice.get(f"/apps/{app_id}/runs/{task_id}")
    assert (run.status_code, run.json["id"], run.json["status"]) == (200, str(task_id), "queued")
    other = cast.alice.post("/apps", json={"name": "Another", "mode": "chat"}).json["id"]
    for path in (f"/apps/{app_id}/runs/{task_id}", f"/apps/{app_id}/runs/{task_id}/events"):
        assert cast.mallory.get(path).status_code == 404
        assert cast.alice.get(path.replace(app_id, other)).json["code"] == "run_not_found"
        assert cast.alice.get(path.replace(str(task_id), app_id)).json["code"] == "run_not_found"


def test_a_program_sees_those_of_its_app_and_of_whom_it_names(cast: Cast, app_id: str, task_id: UUID):
    mine = program(cast.alice, app_id)
    others = program(cast.alice, cast.alice.post("/apps", json={"name": "Another", "mode": "chat"}).json["id"])
    assert mine.get(f"/runs/{task_id}?user=ann").json["status"] == "queued"
    for path in (f"/runs/{task_id}", f"/runs/{task_id}/events"):
        assert mine.get(path).status_code == 400
        assert mine.get(f"{path}?user=ben").json["code"] == "run_not_found"
        assert others.get(f"{path}?user=ann").json["code"] == "run_not_found"


def test_a_run_on_a_version_that_has_just_been_deleted(context: FlaskApp, app_id: str):
    with unit_of_work() as session:
        app = session.get_one(App, UUID(app_id))
        with pytest.raises(VersionDeleted):
            RunService(session, app).start("words", {}, asset_version_id=UUID(int=7))
