"""Old runs are archived: their steps go to the storage, and are still there for who asks."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from tests.conftest import Person
from tests.integration_tests.retention.conftest import HOUR, objects  # noqa: F401  a fixture
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node, text_input
from treeline.kernel import clock
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.kernel.web import FlaskApp
from treeline.retention.service import RetentionService
from treeline.workflows import postgres
from treeline.workflows.archive.postgres import candidates
from treeline.workflows.models import WorkflowArchive, WorkflowStep, WorkflowValue

DAY = 24 * HOUR
LONG = "x" * 10_000
LARGE = graph(
    node("start", "start", variables=[text_input("name")]),
    node("large", "template-transform", template=LONG + "{{ name }}", variables=[
        {"variable": "name", "value_selector": ["start", "name"]}
    ]),
    node("end", "end", outputs=[{"variable": "text", "value_selector": ["large", "output"]}]),
    edge("start", "large"),
    edge("large", "end"),
)  # fmt: skip


Archive = Callable[..., None]


@pytest.fixture
def archive(context: FlaskApp) -> Archive:
    """The task, so many days from now."""

    def run(days: float = 31) -> None:
        clock.travel(timedelta(days=days))
        try:
            context.extensions["celery"].tasks["workflows.archive"]()
        finally:
            clock.travel(timedelta())

    return run


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[], set[str]]:
    return lambda: {path.name for path in tmp_path.rglob("*") if path.is_file()}


def rows(run_id: str) -> tuple[int, int, int]:
    """How many steps, large values and archives a run has."""
    with unit_of_work() as session:
        found = (
            session.scalar(select(func.count()).select_from(table).where(table.run_id == UUID(run_id)))
            for table in (WorkflowStep, WorkflowValue, WorkflowArchive)
        )
        return tuple(each or 0 for each in found)  # pyright: ignore[reportReturnType]  three of them


def steps_of(builder: Builder, run_id: str) -> Any:
    reply = builder.person.get(f"{builder.path}/workflow-runs/{run_id}/node-executions")
    assert reply.status_code == 200, reply.json
    return reply.json


def ran(builder: Builder, what: dict[str, Any] = LARGE) -> str:
    builder.publish(what)
    return builder.run({"name": "Ann"})[0]["task_id"]


def test_an_old_run_is_archived_and_told_as_before(builder: Builder, archive: Archive, stored: Callable[[], set[str]]):
    run_id = ran(builder)
    before = steps_of(builder, run_id)
    assert rows(run_id) == (3, 1, 0)
    archive(29)
    assert (rows(run_id), stored()) == ((3, 1, 0), set())
    archive()
    keys = stored()
    assert (rows(run_id), len(keys)) == ((0, 0, 1), 1)
    assert steps_of(builder, run_id) == before
    assert before["data"][1]["outputs"]["output"].startswith('"xxx')
    detail = builder.person.get(f"{builder.path}/workflow-runs/{run_id}").json
    assert detail["outputs"] == {"text": LONG + "Ann"}
    archive()
    assert (rows(run_id), stored()) == ((0, 0, 1), keys)


def test_a_rerun_goes_on_from_the_archive(builder: Builder, archive: Archive):
    run_id = ran(builder)
    archive()
    rerun = builder.person.post(f"{builder.path}/workflow-runs/{run_id}/rerun", json={"node_id": "end"})
    events = builder.events(rerun)
    assert events[-1]["data"]["outputs"] == {"text": LONG + "Ann"}
    steps = steps_of(builder, events[0]["task_id"])["data"]
    assert [(step["node_id"], step["reused"]) for step in steps] == [("start", True), ("large", True), ("end", False)]


class Dying:
    """A storage whose process dies as soon as an object is stored."""

    def __init__(self, whole: Storage):
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def put(self, key: UUID, chunks: Any) -> None:
        self._whole.put(key, chunks)
        raise SystemExit


def test_who_dies_in_between_loses_nothing(
    builder: Builder,
    archive: Archive,
    stored: Callable[[], set[str]],
    context: FlaskApp,
    objects: Storage,  # noqa: F811  the fixture
):
    run_id = ran(builder)
    before = steps_of(builder, run_id)
    context.extensions["storage"] = Dying(objects)
    with pytest.raises(SystemExit):
        archive()
    context.extensions["storage"] = objects
    (lost,) = stored()
    assert (rows(run_id), steps_of(builder, run_id)) == ((3, 1, 0), before)
    archive()
    assert rows(run_id) == (0, 0, 1)
    (kept,) = stored() - {lost}
    # What no row names goes, and the archive stays.
    clock.travel(timedelta(days=40))
    list(RetentionService(objects).run())
    clock.travel(timedelta())
    assert stored() == {kept}
    assert steps_of(builder, run_id) == before


def test_who_is_faster_wins(
    builder: Builder,
    archive: Archive,
    stored: Callable[[], set[str]],
    context: FlaskApp,
    objects: Storage,  # noqa: F811  the fixture
):
    run_id = ran(builder)
    before = steps_of(builder, run_id)

    class Slow(Dying):
        def put(self, key: UUID, chunks: Any) -> None:
            self._whole.put(key, chunks)
            context.extensions["storage"] = objects
            archive()

    context.extensions["storage"] = Slow(objects)
    archive()
    assert (rows(run_id), len(stored())) == ((0, 0, 1), 1)
    assert steps_of(builder, run_id) == before


def test_what_has_not_ended_stays(builder: Builder, archive: Archive, context: FlaskApp):
    run_ids = [ran(builder, HELLO) for _ in range(3)]
    with unit_of_work() as session:
        session.execute(text("UPDATE runs SET status = 'paused' WHERE id = :id"), {"id": run_ids[0]})
        leased = "UPDATE runs SET lease_until = now() WHERE id = :id"
        session.execute(text(leased), {"id": run_ids[1]})
    with unit_of_work() as session:
        found = candidates(session, UUID(int=0), clock.now() + timedelta(1), 2)
        assert [(str(each.run_id), each.is_old) for each in found] == [(run_ids[0], False), (run_ids[1], False)]
    archive()
    assert [rows(run_id)[2] for run_id in run_ids] == [0, 0, 1]


def test_the_setting_turns_it_off(builder: Builder, archive: Archive, context: FlaskApp):
    run_id = ran(builder)
    settings = context.extensions["settings"]
    context.extensions["settings"] = settings.model_copy(update={"workflow_archive_days": 0})
    try:
        archive(1000)
    finally:
        context.extensions["settings"] = settings
    assert rows(run_id) == (3, 1, 0)


@pytest.mark.parametrize("loss", ["damaged", "missing"])
def test_a_damaged_archive_is_said(builder: Builder, archive: Archive, tmp_path: Path, loss: str):
    run_id = ran(builder)
    archive()
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.chmod(0o600)
    path.write_bytes(bytes(path.stat().st_size)) if loss == "damaged" else path.unlink()
    reply = builder.person.get(f"{builder.path}/workflow-runs/{run_id}/node-executions")
    assert (reply.status_code, reply.json["code"]) == (503, "bytes_missing")


def test_strangers_find_no_archive(builder: Builder, archive: Archive, mallory: Person):
    run_id = ran(builder)
    archive()
    other = Builder(builder.person, builder.run_tasks)
    for person, path in ((mallory, builder.path), (builder.person, other.path)):
        assert person.get(f"{path}/workflow-runs/{run_id}/node-executions").status_code in (401, 404)
        assert person.post(f"{path}/workflow-runs/{run_id}/rerun", json={"node_id": "end"}).status_code in (401, 404)


def test_archives_go_with_their_app(
    builder: Builder,
    archive: Archive,
    stored: Callable[[], set[str]],
    run_tasks: Callable[[], list[str]],
):
    ran(builder)
    archive()
    assert len(stored()) == 1
    assert builder.person.delete(builder.path).status_code == 204
    run_tasks()
    assert stored() == set()
    with unit_of_work() as session:
        assert session.scalars(select(WorkflowArchive)).all() == []


def test_tables_of_empty_months_are_dropped(builder: Builder, archive: Archive):
    tables = text("SELECT relname FROM pg_class WHERE relname LIKE 'workflow_steps_2%' AND relkind = 'r'")
    run_id, days = ran(builder, HELLO), timedelta(days=75)
    with unit_of_work() as session:
        clock.travel(-days - timedelta(days=31))
        postgres.make_partitions(session, 2)
        clock.travel(timedelta())
        made = session.scalars(tables).all()
        assert len(made) == 2
        # It was begun in the first of these months.
        values = {"old": run_id, "new": str(postgres.first_id(clock.now() - days))}
        add_run = (
            "INSERT INTO runs SELECT (jsonb_populate_record(r, jsonb_build_object('id', CAST(:new AS text), "
            "'finished_at', r.finished_at - interval '75 days'))).* FROM runs r WHERE id = :old"
        )
        session.execute(text(add_run), values)
        session.execute(text("UPDATE workflow_steps SET run_id = CAST(:new AS uuid) WHERE run_id = :old"), values)
        counts = [session.scalar(text(f"SELECT count(*) FROM {name}")) for name in made]
        assert sorted(counts) == [0, 3]
    archive()
    with unit_of_work() as session:
        assert session.scalars(tables).all() == []
    assert rows(values["new"]) == (0, 0, 1)
