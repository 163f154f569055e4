"""Conversations that are older than the operator keeps them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.conversations.conftest import History
from treeline.conversations.models import Conversation, Message
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.conversations import OldConversations
from treeline.runs.models import Run

MONTH = Ages(silent=timedelta(days=30))


@pytest.fixture
def history(alice: Person, context: FlaskApp) -> History:
    return History(alice)


def old(history: History, days: float) -> str:
    at = now() - timedelta(days=days)
    conversation_id = history.conversation(created_at=at - timedelta(days=100), updated_at=at)
    history.rich(conversation_id)
    return conversation_id


def left() -> set[str]:
    with unit_of_work() as session:
        return {str(each) for each in session.scalars(select(Conversation.id))}


def test_old_ones_go_with_all_that_is_theirs(history: History, run_tasks: Callable[[], list[str]]):
    gone, other_gone = old(history, 31), old(History(history.person), 400)
    kept = old(history, 29)
    rule = OldConversations(MONTH)
    found = list(rule.found())
    assert {finding.what for finding in found} == {gone, other_gone}
    assert {finding.app_id for finding in found} >= {history.app_id}
    assert "720 h" in rule.why
    assert left() == {gone, other_gone, kept}
    assert rule.run() == 2
    assert rule.run() == 0
    assert run_tasks() == ["conversations.remove"] * 2
    assert left() == {kept}
    with unit_of_work() as session:
        assert len(session.scalars(select(Message)).all()) == len(session.scalars(select(Run)).all()) == 1


def test_unless_told_they_stay(history: History, context: FlaskApp):
    conversation_id = old(history, 10_000)
    rule = OldConversations(Ages())
    assert (list(rule.found()), rule.run()) == ([], 0)
    assert "forever" in rule.why
    context.extensions["celery"].tasks["retention.delete_old_conversations"]()
    assert history.key.get("/conversations?user=ada").json["data"][0]["id"] == conversation_id


def test_the_task_knows_the_setting(history: History, context: FlaskApp):
    old(history, 2)
    settings = context.extensions["settings"]
    context.extensions["settings"] = settings.model_copy(update={"conversations_kept_days": 1.5})
    try:
        context.extensions["celery"].tasks["retention.delete_old_conversations"]()
    finally:
        context.extensions["settings"] = settings
    assert history.key.get("/conversations?user=ada").json["data"] == []
