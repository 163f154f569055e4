"""An app of Alice's with a key, and conversations written by the models: no model has to talk here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import Person, Program, program
from treeline.apps.configs.models import AppModelConfig
from treeline.apps.end_users.models import EndUser
from treeline.apps.models import App
from treeline.conversations.models import AgentThought, Conversation, Feedback, Message, MessageFile
from treeline.files.uploads.models import UploadFile
from treeline.kernel.clock import now
from treeline.kernel.db import Model, unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run


class History:
    """What was said in one app."""

    def __init__(self, person: Person, mode: str = "chat"):
        self.person = person
        self.app_id: str = person.post("/apps", json={"name": "An app", "mode": mode}).json["id"]
        self.mode = mode
        self.key: Program = program(person, self.app_id)
        self.minutes = 0

    def add(self, *rows: Model) -> None:
        with self.key.client.application.app_context(), unit_of_work() as session:
            for row in rows:
                session.add(row)
                session.flush()

    def configure(self, **config: Any) -> None:
        """The app answers so from now on."""
        with self.key.client.application.app_context(), unit_of_work() as session:
            row = AppModelConfig(app_id=UUID(self.app_id), config=config, published=True)
            session.add(row)
            session.flush()
            session.get_one(App, UUID(self.app_id)).model_config_id = row.id

    def end_user(self, name: str) -> UUID:
        with self.key.client.application.app_context(), unit_of_work() as session:
            named = (EndUser.app_id == UUID(self.app_id), EndUser.session_id == name)
            found = session.scalar(select(EndUser.id).where(*named))
            if found is None:
                found = new_id()
                session.add(EndUser(id=found, app_id=UUID(self.app_id), session_id=name))
        return found

    def conversation(self, user: str | None = "ada", **values: Any) -> str:
        """A conversation of an end user's; without one, of the person's. Each is a minute younger than the last."""
        owner = {"end_user_id": self.end_user(user)} if user else {"account_id": self.person.account_id}
        at = self.later()
        row = Conversation(
            **{"id": new_id(), "app_id": UUID(self.app_id), "mode": self.mode, "created_at": at, "updated_at": at}
            | owner
            | values
        )
        self.add(row)
        return str(row.id)

    def later(self) -> Any:
        self.minutes += 1
        return now() - timedelta(days=1) + timedelta(minutes=self.minutes)

    def message(self, conversation_id: str, **values: Any) -> str:
        row = Message(
            **{
                "id": new_id(),
                "app_id": UUID(self.app_id),
                "conversation_id": UUID(conversation_id),
                "query": "Why?",
                "answer": "Because.",
                "status": "normal",
                "created_at": self.later(),
            }
            | values
        )
        self.add(row)
        return str(row.id)

    def run(self, message_id: str, user: str = "ada", **values: Any) -> str:
        """A run that made, or makes, the message's answer."""
        row = Run(
            **{
                "id": new_id(),
                "workspace_id": self.person.workspace_id,
                "app_id": UUID(self.app_id),
                "kind": "chat",
                "input": {},
                "status": "succeeded",
                "end_user_id": self.end_user(user),
            }
            | values
        )
        self.add(row)
        with self.key.client.application.app_context(), unit_of_work() as session:
            session.get_one(Message, UUID(message_id)).run_id = row.id
        return str(row.id)

    def upload(self, user: str = "ada", **values: Any) -> UUID:
        row = UploadFile(
            **{
                "id": new_id(),
                "workspace_id": self.person.workspace_id,
                "app_id": UUID(self.app_id),
                "end_user_id": self.end_user(user),
                "name": "cat.png",
                "size": 3,
                "extension": "png",
                "mime_type": "image/png",
            }
            | values
        )
        self.add(row)
        return row.id

    def file(self, message_id: str, upload_id: UUID | None = None, **values: Any) -> str:
        how = {"transfer_method": "local_file"} if upload_id else {"transfer_method": "remote_url"}
        address = {} if upload_id else {"url": "https://example.com/cat.png"}
        row = MessageFile(
            **{"id": new_id(), "message_id": UUID(message_id), "type": "image", "upload_file_id": upload_id}
            | how
            | address
            | values
        )
        self.add(row)
        return str(row.id)

    def thought(self, message_id: str, position: int, **values: Any) -> None:
        self.add(AgentThought(message_id=UUID(message_id), position=position, thought="Hm.", **values))

    def feedback(self, message_id: str, user: str | None = "ada", rating: str = "like", **values: Any) -> None:
        owner = {"end_user_id": self.end_user(user)} if user else {"account_id": self.person.account_id}
        self.add(Feedback(app_id=UUID(self.app_id), message_id=UUID(message_id), rating=rating, **owner, **values))

    def rich(self, conversation_id: str) -> str:
        """A message with everything that one can have."""
        message_id = self.message(conversation_id)
        self.run(message_id)
        for position in (1, 2):
            self.thought(message_id, position, tool="read", tool_input="{}", observation="x")
        self.file(message_id, self.upload())
        self.file(message_id)
        self.feedback(message_id)
        self.feedback(message_id, None, "dislike", content="No.")
        return message_id


@pytest.fixture
def history(alice: Person) -> History:
    return History(alice)


@pytest.fixture
def count(context: FlaskApp) -> Callable[..., int]:
    """How many rows of a table there are."""

    def rows(kind: type[Model], *where: Any) -> int:
        with unit_of_work() as session:
            return len(session.scalars(select(kind).where(*where)).all())

    return rows
