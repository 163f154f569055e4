"""What runs and tests of workflows leave behind."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.integration_tests.retention.conftest import Rows
from tests.integration_tests.workflows.conftest import Builder, builder  # noqa: F401  fixtures
from tests.integration_tests.workflows.graphs import HELLO
from treeline.kernel import clock
from treeline.kernel.storage import Storage
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.service import RetentionService

Run = Callable[..., dict[str, int]]
LOGGED = Ages(logged=timedelta(days=10))


@pytest.fixture
def run_after(context: FlaskApp, objects: Storage) -> Run:
    """All rules, so many days from now: {kind: how many went}; what is planned before is what goes."""

    def run(days: float, ages: Ages | None = None) -> dict[str, int]:
        clock.travel(timedelta(days=days))
        try:
            service = RetentionService(objects, ages)
            planned = {plan.kind: plan.count for plan in service.plans() if plan.kind in KINDS and plan.count}
            done = {done.kind: done.count for done in service.run() if done.kind in KINDS and done.count}
        finally:
            clock.travel(timedelta())
        # A graph is unused when its runs have gone.
        assert planned.items() <= done.items()
        return done

    return run


KINDS = ("test_runs", "workflow_runs", "tested_drafts", "inspector_values", "unused_archives", "trashed_objects")


def counts(rows: Rows) -> list[int]:
    tables = ("runs", "workflow_runs", "workflow_steps", "workflows WHERE state = 'tried'", "workflow_draft_variables")
    return [rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_tests_go_with_all_that_they_left(
    builder: Builder,  # noqa: F811  the fixture
    rows: Rows,
    run_after: Run,
):
    builder.save(HELLO)
    builder.try_it(name="Ann")
    builder.try_it(name="Ben")
    builder.try_it(name="Cy")
    # As that of a single node.
    last = rows("SELECT run_id FROM workflow_runs ORDER BY run_id DESC LIMIT 1")[0][0]
    rows("UPDATE workflow_runs SET triggered_from = 'single-step' WHERE run_id = :id", id=last)
    before = counts(rows)
    assert before[0] == 3
    assert before[3] == 1
    # Somebody is still to be told the end.
    rows("UPDATE runs SET lease_until = now()")
    assert run_after(31) == {"inspector_values": before[4]}
    rows("UPDATE runs SET lease_until = NULL")
    assert run_after(29) == {}
    assert run_after(31) == {"test_runs": 3, "tested_drafts": 1}
    assert counts(rows) == [0, 0, 0, 0, 0]
    assert run_after(31) == {}
    # The draft itself stays, and is tested with a new copy.
    assert builder.try_it(name="Ann")[-1]["data"]["status"] == "succeeded"


def test_a_tested_draft_stays_as_long_as_its_runs(
    builder: Builder,  # noqa: F811  the fixture
    rows: Rows,
    run_after: Run,
):
    builder.save(HELLO)
    builder.try_it(name="Ann")
    assert run_after(2) == {}
    rows("DELETE FROM runs")
    assert run_after(0.9) == {}
    assert run_after(1.1) == {"tested_drafts": 1}


def test_a_value_that_was_changed_stays(builder: Builder, run_after: Run):  # noqa: F811  the fixture
    builder.save(HELLO)
    builder.try_it(name="Ann")
    values = builder.person.get(f"{builder.path}/workflows/draft/variables").json["items"]
    (name,) = (each["id"] for each in values if each["name"] == "name")
    clock.travel(timedelta(minutes=50))
    changed = builder.person.patch(f"{builder.path}/workflows/draft/variables/{name}", json={"value": "Ben"})
    assert changed.status_code == 200, changed.json
    clock.travel(timedelta())
    assert run_after(30 + 0.5 / 24)["inspector_values"] == len(values) - 1
    assert len(builder.person.get(f"{builder.path}/workflows/draft/variables").json["items"]) == 1


def test_runs_of_users_stay_unless_told(
    builder: Builder,  # noqa: F811  the fixture
    rows: Rows,
    run_after: Run,
):
    builder.publish(HELLO)
    builder.run({"name": "Ann"})
    builder.try_it(name="Ann")
    assert run_after(29) == {}
    assert run_after(9, LOGGED) == {}
    assert run_after(11, LOGGED) == {"workflow_runs": 1}
    assert counts(rows)[0] == 1


@pytest.fixture
def cleaning(context: FlaskApp) -> Iterator[None]:
    settings = context.extensions["settings"]
    cleans = {"workflow_log_cleanup_enabled": True, "workflow_log_retention_days": 0.5}
    context.extensions["settings"] = settings.model_copy(update=cleans)
    yield
    context.extensions["settings"] = settings


def test_the_task_knows_the_settings(
    builder: Builder,  # noqa: F811  the fixture
    rows: Rows,
    context: FlaskApp,
    cleaning: None,
):
    builder.publish(HELLO)
    builder.run({"name": "Ann"})
    for hours, left in ((11, 1), (13, 0)):
        clock.travel(timedelta(hours=hours))
        context.extensions["celery"].tasks["retention.delete_old_workflow_runs"]()
        clock.travel(timedelta())
        assert counts(rows)[0] == left


def test_what_belongs_to_a_conversation_or_has_not_ended_stays(
    builder: Builder,  # noqa: F811  the fixture
    rows: Rows,
    run_after: Run,
):
    builder.publish(HELLO)
    builder.run({"name": "Ann"})
    builder.run({"name": "Ben"})
    first, second = (row[0] for row in rows("SELECT id FROM runs ORDER BY id"))
    rows("UPDATE runs SET status = 'paused' WHERE id = :id", id=second)
    rows(
        "WITH c AS (INSERT INTO conversations (id, app_id, mode, name, inputs, introduction, status, created_at, "
        "updated_at) VALUES (gen_random_uuid(), :app, 'advanced-chat', '', '{}', '', 'normal', now(), now() + "
        "interval '1 year') RETURNING id, app_id) "
        "INSERT INTO messages (id, app_id, conversation_id, run_id, inputs, query, answer, status, prompt, "
        "prompt_tokens, completion_tokens, prompt_unit_price, completion_unit_price, total_price, currency, "
        "price_known, latency, retriever_resources, created_at, updated_at) SELECT gen_random_uuid(), c.app_id, c.id, "
        ":run, '{}', '', '', 'normal', '[]', 0, 0, 0, 0, 0, 'USD', false, 0, '[]', now(), now() FROM c",
        app=builder.app_id,
        run=first,
    )
    assert run_after(20, LOGGED) == {}
    assert counts(rows)[0] == 2


def test_archives_go_with_their_runs(
    builder: Builder,  # noqa: F811  the fixture
    run_after: Run,
    context: FlaskApp,
    stored: Callable[[], set[str]],
):
    builder.publish(HELLO)
    builder.run({"name": "Ann"})
    clock.travel(timedelta(days=31))
    context.extensions["celery"].tasks["workflows.archive"]()
    clock.travel(timedelta())
    assert len(stored()) == 1
    assert run_after(32, LOGGED) == {"workflow_runs": 1, "unused_archives": 1, "trashed_objects": 1}
    assert stored() == set()
