"""Objects of many files that are less than half named: the rest moves, readers and hashes undisturbed."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration_tests.assets.conftest import Tree, file
from tests.integration_tests.retention.conftest import HOUR, Rows
from treeline.kernel.web import FlaskApp
from treeline.retention.service import RetentionService

Run = Callable[[], dict[str, int]]
Travel = Callable[[float], None]
Stored = Callable[[], set[str]]
CONTENTS = [os.urandom(3000) for _ in range(10)]


@pytest.fixture
def packed(tree: Tree) -> list[str]:
    """Ten files in one object; their ids."""
    upload = tree.batch(*(file(f"{number}", data) for number, data in enumerate(CONTENTS))).json["upload"]
    body = b"".join(struct.pack(">IQ", index, len(data)) + data for index, data in enumerate(CONTENTS))
    assert tree.person.client.put(upload["pack_url"], data=body).json["ready"] == len(CONTENTS)
    return upload["missing"]


def delete(tree: Tree, ids: list[str]) -> None:
    assert tree.post("/nodes/delete", json={"ids": ids}).status_code == 200


def test_the_rest_moves(tree: Tree, packed: list[str], run: Run, rows: Rows, clock_travel: Travel, stored: Stored):
    (old,) = stored()
    delete(tree, packed[:7])
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 7, "sparse_objects": 1}
    (new,) = stored() - {old}
    assert rows('SELECT storage_key::text, "offset", size FROM blobs ORDER BY "offset"') == [
        (new, 0, 3000),
        (new, 3000, 3000),
        (new, 6000, 3000),
    ]
    # Who has begun to read the old object reads on; it goes a day later.
    assert stored() == {old, new}
    assert run() == {}
    clock_travel(50 * HOUR)
    assert run() == {"trashed_objects": 1}
    assert stored() == {new}
    clock_travel(0)
    assert [tree.get(f"/files/{node_id}/raw").data for node_id in packed[7:]] == CONTENTS[7:]


def test_half_is_enough_to_stay(tree: Tree, packed: list[str], run: Run, clock_travel: Travel, stored: Stored):
    before = stored()
    delete(tree, packed[:5])
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 5}
    assert stored() == before


def test_a_pack_that_nothing_names_is_trashed(
    tree: Tree, packed: list[str], run: Run, rows: Rows, clock_travel: Travel
):
    delete(tree, packed)
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 10}
    assert len(rows("SELECT * FROM storage_trash")) == 1


def test_a_dry_run_says_what_would_be_won(
    tree: Tree, packed: list[str], context: FlaskApp, clock_travel: Travel, run: Run, rows: Rows
):
    delete(tree, packed[:7])
    clock_travel(25 * HOUR)
    rows("DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM asset_nodes WHERE sha256 IS NOT NULL)")
    plans = {plan.kind: plan for plan in RetentionService(context.extensions["storage"]).plans()}
    assert (plans["sparse_objects"].count, plans["sparse_objects"].bytes) == (1, 21_000)


def test_broken_bytes_are_not_copied(
    tree: Tree, packed: list[str], run: Run, rows: Rows, clock_travel: Travel, tmp_path: Path, stored: Stored
):
    (old,) = stored()
    (path,) = tmp_path.rglob(old)
    with path.open("r+b") as stream:
        stream.seek(8 * 3000)
        stream.write(b"rotten")
    delete(tree, packed[:7])
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 7}
    assert stored() == {old}
    assert rows("SELECT DISTINCT storage_key::text FROM blobs") == [(old,)]
