"""Schedules: a time that is due becomes one run, whoever looks at it, and each that does not run says why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.conftest import Person
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph, node
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

SCHEDULES = "/workspaces/current/schedules"
# Far from midnight of any zone that is used here, and from now: nothing becomes due by itself.
YEARLY = {"mode": "cron", "cron_expression": "30 12 1 1 *", "timezone": "Asia/Kolkata"}


def scheduled(**data: Any) -> dict[str, Any]:
    end = node("end", "end", outputs=[{"variable": "at", "value_selector": ["due", "current_time"]}])
    return graph(node("due", "trigger-schedule", **data), end, edge("due", "end"))


class Clockwork:
    """A published workflow with one schedule, and the tasks around it."""

    def __init__(self, builder: Builder, flask_app: FlaskApp):
        self.builder, self.person, self.flask_app = builder, builder.person, flask_app

    def publish(self, **data: Any) -> None:
        self.builder.publish(scheduled(**data))

    @property
    def schedule(self) -> dict[str, Any]:
        (found,) = self.person.get(f"{SCHEDULES}?app_id={self.builder.app_id}").json["data"]
        return found

    @property
    def path(self) -> str:
        return f"{self.builder.path}/schedules/{self.schedule['id']}/firings"

    @property
    def firings(self) -> list[dict[str, Any]]:
        """The oldest first."""
        pages = [self.person.get(f"{self.path}?limit=100&page={page}").json["data"] for page in (1, 2)]
        return [*pages[0], *pages[1]][::-1]

    @property
    def came(self) -> list[tuple[str, str | None]]:
        return [(each["status"], each["reason"]) for each in self.firings]

    @property
    def runs(self) -> list[dict[str, Any]]:
        return self.person.get(f"{self.builder.path}/workflow-runs").json["data"]

    def due(self, at: datetime) -> None:
        """As if nobody had looked at it since then."""
        self.execute("UPDATE schedule_plans SET next_due_at = :at WHERE trigger_id = :id", at=at)

    def execute(self, statement: str, **values: Any) -> None:
        mine = {"id": UUID(self.schedule["id"]), **values}
        with self.flask_app.app_context(), unit_of_work() as session:
            session.execute(text(statement), mine)

    def due_now(self) -> datetime:
        with self.flask_app.app_context():
            at = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
        self.due(at)
        return at

    def due_first(self, many: int) -> None:
        """So many of all schedules."""
        statement = """
            UPDATE schedule_plans SET next_due_at = clock_timestamp()
            WHERE trigger_id IN (SELECT trigger_id FROM schedule_plans ORDER BY trigger_id LIMIT :many)"""
        with self.flask_app.app_context(), unit_of_work() as session:
            session.execute(text(statement), {"many": many})

    def poll(self) -> None:
        self.flask_app.extensions["celery"].tasks["triggers.poll_schedules"]()

    def start(self) -> None:
        self.flask_app.extensions["celery"].tasks["triggers.start_schedules"]()

    def work(self) -> None:
        """A run in the background, to its end."""
        self.flask_app.extensions["celery"].tasks["runs.execute_background"]()

    def fire(self) -> None:
        """One more time is due, and dealt with."""
        self.due_now()
        self.poll()
        self.start()

    def switch(self, *, on: bool) -> None:
        body = {"trigger_id": self.schedule["id"], "enable_trigger": on}
        assert self.person.post(f"{self.builder.path}/trigger-enable", json=body).status_code == 200


@pytest.fixture
def clockwork(alice: Person, run_tasks: Callable[[], list[str]], flask_app: FlaskApp) -> Clockwork:
    return Clockwork(Builder(alice, run_tasks), flask_app)


def test_a_due_time_becomes_one_run(clockwork: Clockwork, run_tasks: Callable[[], list[str]]):
    clockwork.publish(**YEARLY)
    at = clockwork.due_now()
    for _ in range(2):
        clockwork.poll()
    # The poller's message is enough.
    run_tasks()
    clockwork.start()
    (run,) = clockwork.runs
    (firing,) = clockwork.firings
    assert (firing["run_id"], firing["status"], firing["due_at"]) == (run["id"], "succeeded", int(at.timestamp()))
    shown = clockwork.person.get(f"{clockwork.builder.path}/workflow-runs/{run['id']}").json
    told = shown["outputs"]["at"]
    assert (datetime.fromisoformat(told), told[-6:]) == (at, "+05:30")
    assert (shown["triggered_from"], shown["status"]) == ("schedule", "succeeded")
    found = clockwork.schedule
    assert (found["last"]["status"], found["last"]["run_id"]) == ("succeeded", run["id"])
    assert (found["failures"], found["looked_at"]) == (0, 1)
    assert all(each[5:] == "01-01T12:30:00+05:30" for each in found["next_times"])


def test_what_runs_of_one_app_share_is_looked_up_once(clockwork: Clockwork, queries: list[str]):
    nodes = [node(f"due{each}", "trigger-schedule", **YEARLY) for each in range(12)]
    edges = [edge(each["id"], "end") for each in nodes]
    clockwork.builder.publish(graph(*nodes, node("end", "end", outputs=[]), *edges))
    counted: list[int] = []
    for some in (2, 12):
        clockwork.due_first(some)
        clockwork.poll()
        queries.clear()
        clockwork.start()
        counted.append(len(queries))
    # Of each: its run, and what belongs to it.
    assert counted[1] - counted[0] <= 2 * 10
    assert len(clockwork.runs) == 14


def test_what_is_not_due_does_not_run_whatever_this_machine_believes(
    clockwork: Clockwork, clock_travel: Callable[[float], None]
):
    """The database's clock decides."""
    clockwork.publish(**YEARLY)
    clockwork.due(clockwork.due_now() + timedelta(minutes=10))
    clock_travel(3600)
    clockwork.poll()
    clock_travel(0)
    assert clockwork.firings == []
    clockwork.due_now()
    clock_travel(-3600)
    clockwork.poll()
    clock_travel(0)
    assert clockwork.came == [("pending", None)]


@pytest.mark.parametrize(
    ("misfire", "came"),
    [
        ("latest", [("skipped", "missed"), ("skipped", "too_late")]),
        ("skip", [("skipped", "missed"), ("skipped", "too_late")]),
        ("all", [("queued", None), ("queued", None)]),
    ],
)
def test_times_that_were_missed(clockwork: Clockwork, misfire: str, came: list[Any]):
    clockwork.publish(**YEARLY, misfire=misfire)
    year = datetime.now(UTC).year
    # One and two years ago: the first of January at noon, in Kolkata.
    missed = [datetime(year - each, 1, 1, 7, tzinfo=UTC) for each in (1, 0)]
    clockwork.due(missed[0])
    clockwork.poll()
    clockwork.start()
    assert clockwork.came == came
    assert [each["due_at"] for each in clockwork.firings] == [int(each.timestamp()) for each in missed]
    assert len(clockwork.runs) == sum(status == "queued" for status, _ in came)


def test_after_a_day_away_each_time_is_told_once(clockwork: Clockwork):
    clockwork.publish(mode="cron", cron_expression="* * * * *")
    begin = clockwork.due_now().replace(second=0, microsecond=0) - timedelta(days=1)
    clockwork.due(begin)
    clockwork.poll()
    clockwork.start()
    earlier, *rest = clockwork.firings
    assert earlier["due_at"] == int(begin.timestamp())
    assert (earlier["reason"], len(rest)) == ("missed", 100)
    times = [earlier["until"], *(each["due_at"] for each in rest)]
    assert [after - before for before, after in pairwise(times)] == [60] * len(rest)
    # Of all of them the newest runs.
    assert [each["status"] for each in rest] == ["skipped"] * 99 + ["queued"]


def test_runs_that_overlap(clockwork: Clockwork):
    clockwork.publish(**YEARLY, overlap="skip")
    for _ in range(2):
        clockwork.fire()
    assert clockwork.came == [("queued", None), ("skipped", "overlap")]
    clockwork.work()
    clockwork.fire()
    assert clockwork.came[2:] == [("queued", None)]
    clockwork.publish(**YEARLY, overlap="allow")
    clockwork.fire()
    assert clockwork.came[3:] == [("queued", None)]


def test_a_queue_keeps_its_order(clockwork: Clockwork):
    clockwork.publish(**YEARLY, overlap="queue")
    for _ in range(3):
        clockwork.fire()
    assert [status for status, _ in clockwork.came] == ["queued", "waiting", "waiting"]
    clockwork.work()
    # One that is due just as the run ends does not overtake those that wait.
    clockwork.fire()
    assert [status for status, _ in clockwork.came] == ["succeeded", "queued", "waiting", "waiting"]
    for _ in range(3):
        clockwork.work()
        clockwork.start()
    assert [status for status, _ in clockwork.came] == ["succeeded"] * 4
    started = [run["id"] for run in clockwork.runs][::-1]
    assert started == [each["run_id"] for each in clockwork.firings]


def test_a_queue_has_an_end(clockwork: Clockwork):
    clockwork.publish(**YEARLY, overlap="queue", misfire="all")
    clockwork.fire()
    clockwork.execute(
        "INSERT INTO schedule_firings (id, trigger_id, due_at, state, created_at) SELECT gen_random_uuid(), :id, "
        "timestamptz '2020-01-01' + each * interval '1 minute', 'pending', now() FROM generate_series(1, 102) each"
    )
    clockwork.start()
    assert [status for status, _ in clockwork.came] == ["waiting"] * 100 + ["skipped"] * 2 + ["queued"]
    assert clockwork.came[-2] == ("skipped", "queue_full")


def test_a_pause_is_one_row_and_is_not_made_up_for(clockwork: Clockwork):
    clockwork.publish(**YEARLY, misfire="all")
    clockwork.switch(on=False)
    assert clockwork.schedule["next_times"] == []
    year = datetime.now(UTC).year
    times = [datetime(year - each, 1, 1, 7, tzinfo=UTC) for each in (3, 1, 0)]
    for each in times[:2]:
        clockwork.due(each)
        clockwork.poll()
    (row,) = clockwork.firings
    assert (row["status"], row["reason"]) == ("skipped", "paused")
    assert [row["due_at"], row["until"]] == [int(each.timestamp()) for each in (times[0], times[-1])]
    # Nor is what came since, though nobody has looked.
    clockwork.due(times[-1])
    clockwork.switch(on=True)
    clockwork.poll()
    clockwork.start()
    assert (clockwork.came, clockwork.runs) == ([("skipped", "paused")], [])
    assert len(clockwork.schedule["next_times"]) == 5


def test_what_was_due_before_it_was_switched_off_does_not_start(clockwork: Clockwork):
    clockwork.publish(**YEARLY)
    clockwork.due_now()
    clockwork.poll()
    clockwork.switch(on=False)
    clockwork.start()
    assert (clockwork.came, clockwork.runs) == ([("skipped", "paused")], [])


def test_publishing_again_loses_no_time_that_is_due(clockwork: Clockwork):
    clockwork.publish(**YEARLY)
    clockwork.due_now()
    clockwork.publish(**YEARLY, overlap="skip")
    clockwork.poll()
    assert clockwork.came == [("pending", None)]
    # One that is due at other times is due at none of the old ones.
    clockwork.due_now()
    clockwork.publish(**YEARLY | {"timezone": "UTC"})
    clockwork.poll()
    assert clockwork.came == [("pending", None)]
    assert all(each.endswith("-01-01T12:30:00+00:00") for each in clockwork.schedule["next_times"])
    clockwork.builder.publish(graph(node("start", "start"), node("end", "end", outputs=[]), edge("start", "end")))
    assert clockwork.person.get(SCHEDULES).json["total"] == 0


def test_a_schedule_that_is_never_due_is_not_published(clockwork: Clockwork):
    builder = clockwork.builder
    builder.save(scheduled(mode="cron", cron_expression="0 0 31 6 *", timezone="Mars"))
    reply = builder.person.post(f"{builder.path}/workflows/publish", json={})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph")
    found = [each["path"] for each in reply.json["details"] if each["severity"] == "error"]
    assert found == ["nodes.0.data.cron_expression", "nodes.0.data.timezone"]
    assert clockwork.person.get(SCHEDULES).json["total"] == 0


def test_one_that_cannot_be_read_keeps_no_other_from_running(clockwork: Clockwork, alice: Person):
    clockwork.publish(**YEARLY)
    other = Clockwork(Builder(alice, clockwork.builder.run_tasks), clockwork.flask_app)
    other.publish(**YEARLY)
    clockwork.due_now()
    clockwork.execute("UPDATE schedule_plans SET timezone = 'Mars/Olympus' WHERE trigger_id = :id")
    other.due_now()
    other.poll()
    assert other.came == [("pending", None)]


def test_the_next_times_of_a_node_are_told_while_it_is_edited(clockwork: Clockwork):
    path = f"{clockwork.builder.path}/schedules/times"
    asked = {"mode": "visual", "frequency": "weekly", "visual_config": {"time": "9:00 AM", "weekdays": ["mon"]}}
    found = clockwork.person.post(path, json=asked | {"timezone": "Europe/Paris"}).json
    assert (found["cron"], len(found["times"])) == ("0 9 * * 1", 5)
    times = [datetime.fromisoformat(each) for each in found["times"]]
    assert {(each.weekday(), each.hour, each.minute) for each in times} == {(0, 9, 0)}
    reply = clockwork.person.post(path, json={"mode": "cron", "cron_expression": "* 25 * * *", "timezone": "Mars"})
    assert reply.status_code == 400
    assert [(each["path"], each["type"]) for each in reply.json["details"]] == [
        ("cron_expression", "cron_field"),
        ("timezone", "timezone"),
    ]


def test_a_time_is_run_again(clockwork: Clockwork, run_tasks: Callable[[], list[str]], mallory: Person, bob: Person):
    clockwork.publish(**YEARLY)
    at = datetime(datetime.now(UTC).year, 1, 1, 7, tzinfo=UTC)
    clockwork.due(at)
    clockwork.poll()
    (skipped,) = clockwork.firings
    assert skipped["reason"] == "too_late"
    path = f"{clockwork.path}/{skipped['id']}/run"
    assert mallory.post(path).status_code == 404
    assert bob.post(path).status_code == 403
    assert clockwork.person.post(path).json["status"] == "queued"
    reply = clockwork.person.post(path)
    assert (reply.status_code, reply.json["code"]) == (409, "schedule_firing_unfinished")
    run_tasks()
    (run,) = clockwork.runs
    shown = clockwork.person.get(f"{clockwork.builder.path}/workflow-runs/{run['id']}").json
    assert datetime.fromisoformat(shown["outputs"]["at"]) == at
    assert clockwork.came == [("succeeded", None)]


def test_schedules_of_a_workspace(clockwork: Clockwork, alice: Person, bob: Person, mallory: Person):
    clockwork.publish(**YEARLY)
    soon = Clockwork(Builder(alice, clockwork.builder.run_tasks), clockwork.flask_app)
    soon.publish(mode="cron", cron_expression="* * * * *")
    listed = bob.get(SCHEDULES).json
    assert [each["app_id"] for each in listed["data"]] == [soon.builder.app_id, clockwork.builder.app_id]
    assert mallory.get(SCHEDULES).json["data"] == []
    soon.switch(on=False)
    assert [each["enabled"] for each in bob.get(SCHEDULES).json["data"]] == [True, False]
    assert bob.get(f"{SCHEDULES}?enabled=false").json["total"] == 1
    assert mallory.get(soon.path).status_code == 404
    # An app of one's own does not show what is another one's.
    other = Clockwork(Builder(mallory, clockwork.builder.run_tasks), clockwork.flask_app)
    assert mallory.get(f"{other.builder.path}/schedules/{soon.schedule['id']}/firings").status_code == 404


def test_old_firings_are_forgotten_but_not_open_ones(clockwork: Clockwork, clock_travel: Callable[[float], None]):
    clockwork.publish(**YEARLY, overlap="skip")
    for _ in range(2):
        clockwork.fire()
    clockwork.due_now()
    clockwork.poll()
    clock_travel(31 * 86400)
    clockwork.flask_app.extensions["celery"].tasks["retention.forget_schedule_times"]()
    clock_travel(0)
    assert clockwork.came == [("pending", None)]
