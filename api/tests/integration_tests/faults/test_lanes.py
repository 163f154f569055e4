"""Three workers with lanes of their own: what fills two of them does not hold up the third."""

import time

import pytest
from redis import Redis
from sqlalchemy import func, select

from tests.processes import Worker, wait_until
from tests.runs import MODULE, Stage, stage
from treeline.kernel.db import unit_of_work
from treeline.kernel.lanes import LANES, LaneName
from treeline.runs.models import Run
from treeline.settings import Settings

pytestmark = pytest.mark.faults

LONG = {"words": 10_000, "pause": 0.05}


def lane(live: Stage, name: LaneName) -> Worker:
    given = LANES[name]
    worker = Worker(live.settings, *given.queues, module=MODULE, threads=given.threads, WORKER_LANE=name)
    live.workers.append(worker)
    return worker


def running(live: Stage) -> int:
    with live.flask_app.app_context(), unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(Run).where(Run.status == "running")) or 0


def test_two_full_lanes_leave_the_third_on_time(settings: Settings):
    with stage(settings.model_copy(update={"run_lease_seconds": 4})) as live:
        redis: Redis = live.flask_app.extensions["redis"]
        redis.delete("release", "slow", "quick")
        for name in LANES:
            lane(live, name)
        celery = live.flask_app.extensions["celery"]
        # More than it has places for.
        people = [live.start(**LONG) for _ in range(30)]
        background = [live.start(background=True, **LONG) for _ in range(20)]
        for queue, name, count in (("dataset", "slow", 6), ("pipeline", "slow", 2)):
            for _ in range(count):
                celery.send_task("tests.hold", [name], queue=queue)
        wait_until(lambda: running(live) == 18 + 16)
        wait_until(lambda: int(redis.get("slow") or 0) == 3)  # pyright: ignore[reportArgumentType]  no coroutine here
        time.sleep(1.5)
        assert running(live) == 18 + 16
        assert redis.get("slow") == b"3"
        # What people wait for finds the place that was kept, and a sweep its own worker.
        celery.send_task("tests.hold", ["quick"], queue="priority_dataset")
        wait_until(lambda: redis.get("quick") == b"1", 10)
        lost = live.start(words=1, app_id=live.caller.new_app())
        live.ended(lost, 20)
        with live.flask_app.app_context():
            celery.tasks["runs.sweep"].apply_async()
        wait_until(lambda: redis.llen("workflow_storage") == 0, 10)
        redis.set("release", "1")
        for run_id in (*people, *background):
            live.stop(run_id)
        wait_until(lambda: running(live) == 0)
