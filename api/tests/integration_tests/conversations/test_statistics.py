"""How an app is used, day by day."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.conversations.conftest import History

DAY = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)


@pytest.fixture
def used(history: History) -> History:
    """Two days: two conversations with three messages, then one of a member's, then one with one message."""
    first, second = history.conversation("ada"), history.conversation("eve")
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 20,
        "total_price": Decimal("0.0015"),
        "latency": 2.0,
    }
    ids = [history.message(each, created_at=DAY, **usage) for each in (first, first, second)]
    history.feedback(ids[0], "ada", "like")
    history.feedback(ids[0], None, "like")
    history.feedback(ids[2], "eve", "dislike")
    history.message(history.conversation(None), created_at=DAY, **usage)
    history.message(second, created_at=DAY + timedelta(days=1), latency=0.0)
    return history


def read(history: History, name: str, query: str = "", person: Person | None = None) -> Any:
    reply = (person or history.person).get(f"/apps/{history.app_id}/statistics/{name}?{query}")
    assert reply.status_code == 200, reply.json
    return reply.json["data"]


EXPECTED: dict[str, list[dict[str, Any]]] = {
    "daily-messages": [{"message_count": 3}, {"message_count": 1}],
    "daily-conversations": [{"conversation_count": 2}, {"conversation_count": 1}],
    "daily-end-users": [{"terminal_count": 2}, {"terminal_count": 1}],
    "token-costs": [
        {"token_count": 90, "total_price": "0.0045", "currency": "USD", "price_known": False},
        {"token_count": 0, "total_price": "0", "currency": "USD", "price_known": False},
    ],
    "average-session-interactions": [{"interactions": 1.5}, {"interactions": 1.0}],
    "user-satisfaction-rate": [{"rate": 333.33}, {"rate": 0.0}],
    "average-response-time": [{"latency": 2000.0}, {"latency": 0.0}],
    "tokens-per-second": [{"tps": 10.0}, {"tps": 0.0}],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_counts(used: History, name: str):
    first, second = EXPECTED[name]
    assert read(used, name) == [{"date": "2026-03-31", **first}, {"date": "2026-04-01", **second}]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_is_one_query(used: History, queries: list[str], name: str):
    queries.clear()
    read(used, name)
    assert len([query for query in queries if query.startswith("SELECT") and "messages" in query]) == 1


def test_a_day_is_the_member_s(used: History, bob: Person):
    span = "start=2026-03-31 00:00&end=2026-04-01 00:00"
    assert read(used, "daily-messages", span) == [{"date": "2026-03-31", "message_count": 3}]
    assert bob.post("/account/timezone", json={"timezone": "Asia/Shanghai"}).status_code == 200
    assert read(used, "daily-messages", span, bob) == []
    assert [day["date"] for day in read(used, "daily-messages", "", bob)] == ["2026-04-01", "2026-04-02"]


def test_an_app_that_nobody_uses(history: History):
    assert {name: read(history, name) for name in EXPECTED} == {name: [] for name in EXPECTED}


def test_refusals(used: History, mallory: Person):
    for name in EXPECTED:
        assert mallory.get(f"/apps/{used.app_id}/statistics/{name}").status_code == 404
        reply = used.person.get(f"/apps/{used.app_id}/statistics/{name}?start=soon")
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
        assert read(History(mallory), name) == []
