"""All rules together: what a dry run says, and what a run costs."""

import os
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from tests.integration_tests.retention.conftest import HOUR, Rows
from treeline.kernel.storage import Storage, new_key
from treeline.kernel.web import FlaskApp
from treeline.retention.service import Plan, RetentionService

Run = Callable[[], dict[str, int]]
Travel = Callable[[float], None]


@pytest.fixture
def plans(context: FlaskApp, objects: Storage) -> Callable[[], dict[str, Plan]]:
    return lambda: {plan.kind: plan for plan in RetentionService(objects).plans()}


def batch_once(tree: Tree, key: str, *children: dict[str, Any]) -> None:
    reply = tree.post("/batch-upload", json={"children": list(children)}, headers={"Idempotency-Key": key})
    assert reply.status_code == 201


def one_of_each(tree: Tree, rows: Rows, objects: Storage, clock_travel: Travel) -> None:
    """Something for every rule, two days and a bit ago."""
    batch_once(tree, "a key", folder("d", file("never", 9)))
    tree.ready_file("waits", b"content")
    assert tree.batch(file("waits", 3), on_conflict="merge").status_code == 201
    tree.delete(f"/nodes/{tree.ready_file('gone', b'12345')}")
    note = {"file": (BytesIO(b"never sent"), "note.txt")}
    uploaded = tree.person.post("/console/api/files/upload", data=note, content_type="multipart/form-data")
    assert uploaded.status_code == 201
    for size in (100, 1000):
        objects.put(key := new_key(), iter([bytes(size)]))
    rows("INSERT INTO storage_trash VALUES (:key, now() + interval '48 hours')", key=key)
    clock_travel(49 * HOUR)


def test_a_dry_run_says_what_would_go_and_touches_nothing(
    tree: Tree,
    rows: Rows,
    objects: Storage,
    clock_travel: Travel,
    plans: Callable[[], dict[str, Plan]],
    run: Run,
    queries: list[str],
    stored: Callable[[], set[str]],
):
    one_of_each(tree, rows, objects, clock_travel)
    keys = stored()
    queries.clear()
    planned = plans()
    assert {query.split()[0] for query in queries} == {"SELECT", "WITH", "SAVEPOINT", "RELEASE"}
    assert stored() == keys
    assert {kind: (plan.count, plan.bytes) for kind, plan in planned.items()} == {
        "unfinished_files": (1, 0),
        "unfinished_replacements": (1, 0),
        "unnamed_blobs": (1, 5),
        "unsent_uploads": (1, 10),
        "trashed_objects": (1, 1000),
        "unknown_objects": (1, 100),
        "idempotency_keys": (1, 0),
        "pack_lists": (4, 0),
        "sparse_objects": (0, 0),
        "old_conversations": (0, 0),
        "draft_snapshots": (0, 0),
        "test_runs": (0, 0),
        "workflow_runs": (0, 0),
        "tested_drafts": (0, 0),
        "inspector_values": (0, 0),
        "unused_archives": (0, 0),
        "trigger_events": (0, 0),
        "schedule_times": (0, 0),
        "audit_events": (0, 0),
        "mails": (0, 0),
        "traces": (0, 0),
        "retired_indexes": (0, 0),
        "knowledge_queries": (0, 0),
        "cached_vectors": (0, 0),
    }
    examples = {kind: plan.examples[0] for kind, plan in planned.items() if plan.count}
    assert [examples[kind].what for kind in ("unfinished_files", "unfinished_replacements", "unnamed_blobs")] == [
        "/d/never",
        "/waits",
        digest(b"12345"),
    ]
    assert {example.what for example in examples.values()} & keys == {
        examples["trashed_objects"].what,
        examples["unknown_objects"].what,
    }
    assert {example.app_id for example in examples.values()} == {tree.app_id, None}
    assert examples["unfinished_files"].age == pytest.approx(49 * HOUR, abs=30)
    assert run() == {kind: 1 for kind, plan in planned.items() if plan.count and kind != "pack_lists"}
    assert {plan.count for plan in plans().values()} == {0}
    clock_travel(0)
    assert tree.paths() == ["/d", "/waits"]


def test_a_few_examples_of_many(tree: Tree, clock_travel: Travel, plans: Callable[[], dict[str, Plan]]):
    tree.made(*(file(f"f{index}", 3) for index in range(50)))
    clock_travel(25 * HOUR)
    plan = plans()["unfinished_files"]
    assert (plan.count, len(plan.examples)) == (50, 3)
    assert "24 h" in plan.why


def test_old_idempotency_keys_go_and_others_stay(tree: Tree, rows: Rows, run: Run, clock_travel: Travel):
    for name in ("old", "older"):
        batch_once(tree, name, folder(name))
    clock_travel(23 * HOUR)
    assert run() == {}
    assert tree.person.log_in().status_code == 200
    batch_once(tree, "new", folder("new"))
    clock_travel(25 * HOUR)
    assert run() == {"idempotency_keys": 2}
    assert rows("SELECT key FROM idempotency_keys") == [("new",)]


def test_a_run_takes_the_same_statements_for_any_number(tree: Tree, run: Run, clock_travel: Travel, queries: list[str]):
    counts = []
    for many in (1, 30):
        clock_travel(0)
        for index in range(many):
            tree.delete(f"/nodes/{tree.ready_file(f'f{index}', os.urandom(9))}")
        tree.made(*(file(f"never {index}", 3) for index in range(many)))
        clock_travel(25 * HOUR)
        queries.clear()
        assert run() == {"unnamed_blobs": many, "unfinished_files": many}
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_task_runs_on_its_queue(context: FlaskApp, tree: Tree, rows: Rows, run: Run, clock_travel: Travel):
    celery = context.extensions["celery"]
    names = {name for name in celery.tasks if name.startswith("retention.")} | {"files.empty_trash"}
    # A task for each rule, but one for both kinds of uploads.
    assert len(names) == len(RetentionService(context.extensions["storage"]).rules) - 1
    assert names <= celery.conf.beat_schedule.keys()
    one_of_each(tree, rows, context.extensions["storage"], clock_travel)
    for name in names:
        assert celery.conf.task_routes[name] == {"queue": "retention"}
        celery.tasks[name]()
    assert run() == {}
