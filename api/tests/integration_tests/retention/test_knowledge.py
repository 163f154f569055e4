"""What knowledge bases remember goes with age: what was asked, and vectors that nobody needs."""

from collections.abc import Callable

from tests.conftest import Person
from tests.integration_tests.retention.conftest import HOUR, Rows
from treeline.datasets.indexing.cache import UNUSED_FOR

Run = Callable[[], dict[str, int]]
Travel = Callable[[float], None]
DAY = 24 * HOUR


def test_what_was_asked_goes_after_90_days(alice: Person, rows: Rows, run: Run, clock_travel: Travel):
    made = alice.post("/datasets", json={"name": "Rivers", "indexing_technique": "economy"}).json
    for days, query in ((0, "old"), (80, "new")):
        clock_travel(days * DAY)
        assert alice.log_in().status_code == 200
        assert alice.post(f"/datasets/{made['id']}/hit-testing", json={"query": query}).status_code == 200
    clock_travel(89 * DAY)
    assert "knowledge_queries" not in run()
    clock_travel(91 * DAY)
    assert run()["knowledge_queries"] == 1
    assert rows("SELECT content FROM dataset_queries") == [("new",)]


def test_vectors_go_when_nobody_needs_them(alice: Person, rows: Rows, run: Run, clock_travel: Travel):
    insert = (
        "INSERT INTO embedding_cache VALUES (:of, 'p', 'm', :hash, '\\x0000', now() - make_interval(days => :days))"
    )
    for days in (1, 20):
        rows(insert, of=alice.workspace_id, hash=str(days), days=days)
    assert "cached_vectors" not in run()
    clock_travel(UNUSED_FOR.total_seconds() - 10 * DAY)
    assert run()["cached_vectors"] == 1
    assert rows("SELECT text_hash FROM embedding_cache") == [("1",)]
