"""A mode whose questions a feature to the right of conversations answers."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.integration_tests.runs.conftest import Bench
from treeline.apps.configs.schemas import FileUpload
from treeline.apps.models import App
from treeline.conversations.answering.answerers import Asking, Prepared, Question, answerers
from treeline.conversations.answering.service import AnswerService
from treeline.conversations.models import Conversation, ConversationVariable, Message
from treeline.conversations.owners import Owner
from treeline.conversations.settings import AnswerSettings
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.features import give
from treeline.runs.executors import executors
from treeline.runs.models import Run


class Graph:
    """Answers as a graph would: with inputs of its own, and rows beside the run."""

    def prepare(self, asking: Asking, question: Question, conversation: Conversation | None) -> Prepared:
        if "bad" in question.inputs:
            raise InvalidInput("bad: not accepted.")
        inputs = conversation.inputs if conversation else {**question.inputs, "checked": True}
        variables = [{"name": "seen", "value_type": "number", "value": 1, "description": ""}]
        return Prepared(inputs, FileUpload(), {"graph": 1}, introduction="Hello", variables=variables)

    def begun(self, asking: Asking, run: Run, message: Message) -> None:
        run.input = {**run.input, "message_id": str(message.id)}

    async def execute(self, run: Any) -> None:
        raise NotImplementedError

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        return {}

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        return []


def test_its_questions_are_asked_like_all_others(bench: Bench):
    graph = Graph()
    give(bench.flask_app, answerers(("advanced-chat", graph)))
    give(bench.flask_app, executors(("advanced-chat", graph)))

    def ask(question: Question) -> UUID:
        with unit_of_work() as session:
            app = session.get_one(App, bench.app_id)
            app.mode = "advanced-chat"
            owner = Owner(account_id=app.created_by)
            return AnswerService(session, app, owner, current.settings(AnswerSettings)).chat(question)

    with bench.flask_app.app_context():
        first = ask(Question("Hi", {"a": 1}))
        with unit_of_work() as session:
            run = session.get_one(Run, first)
            message = session.scalars(select(Message).where(Message.run_id == first)).one()
            conversation = session.get_one(Conversation, message.conversation_id)
            names = session.scalars(select(ConversationVariable.name)).all()
        assert (run.kind, run.input) == ("advanced-chat", {"graph": 1, "message_id": str(message.id)})
        assert (message.inputs, conversation.inputs) == ({"a": 1, "checked": True}, {"a": 1, "checked": True})
        assert (conversation.mode, conversation.introduction, names) == ("advanced-chat", "Hello", ["seen"])
        second = ask(Question("Again", {}, conversation_id=conversation.id))
        with unit_of_work() as session:
            next_one = session.scalars(select(Message).where(Message.run_id == second)).one()
        assert (next_one.parent_message_id, next_one.inputs) == (message.id, message.inputs)
        with pytest.raises(InvalidInput, match="bad"):
            ask(Question("No", {"bad": 1}))
        with unit_of_work() as session:
            assert len(session.scalars(select(Message)).all()) == 2
