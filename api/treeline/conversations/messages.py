"""Reading messages: a page of them with everything that belongs to them, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import joinedload, undefer

from treeline.apps.models import App
from treeline.conversations.errors import MessageNotFound
from treeline.conversations.models import AgentThought, Conversation, Feedback, Message, MessageFile
from treeline.conversations.owners import Owner
from treeline.conversations.service import ConversationService
from treeline.conversations.sizes import fitting, prompt, steps, words
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.models import UploadFile
from treeline.kernel.db import DbSession


@dataclass
class Said:
    """A message with all that belongs to it."""

    message: Message
    thoughts: list[AgentThought] = field(default_factory=list)
    files: list[MessageFile] = field(default_factory=list)
    feedbacks: list[Feedback] = field(default_factory=list)


class MessageService:
    """The messages of one app in one owner's conversations."""

    def __init__(self, session: DbSession, app: App, owner: Owner):
        self.session, self.app, self.owner = session, app, owner

    def get(self, message_id: UUID, *, lock: bool = False) -> Message:
        """Raises MessageNotFound. `lock`: for whoever adds something to it, which is then removed with it."""
        found = self._mine().where(Message.id == message_id)
        if lock:
            found = found.with_for_update(read=True, key_share=True, of=Message)
        message = self.session.scalars(found).one_or_none()
        if message is None:
            raise MessageNotFound
        return message

    def page(
        self, conversation_id: UUID, *, first_id: UUID | None, limit: int, prompts: bool = False
    ) -> tuple[list[Said], bool]:
        """The last messages of a conversation, the oldest first; or those before `first_id`. Whether there are more.

        Fewer than `limit` if they are large. `prompts`: with what the model was given.

        Raises ConversationNotFound; MessageNotFound for a first_id of elsewhere.
        """
        ConversationService(self.session, self.app, self.owner).get(conversation_id)
        listed = select(Message).where(Message.conversation_id == conversation_id)
        if first_id is not None:
            first = self.session.scalars(listed.where(Message.id == first_id)).one_or_none()
            if first is None:
                raise MessageNotFound(f"first_id: message {first_id} not found in this conversation.")
            listed = listed.where(tuple_(Message.created_at, Message.id) < (first.created_at, first.id))
        size = words() + steps() + (prompt() if prompts else 0)
        newest = listed.order_by(Message.created_at.desc(), Message.id.desc()).limit(limit + 1)
        sized = self.session.execute(newest.with_only_columns(Message.id, size)).all()
        ids = fitting(sized[:limit])
        found = select(Message).where(Message.id.in_(ids)).order_by(Message.created_at, Message.id)
        if prompts:
            found = found.options(undefer(Message.prompt))
        return self.whole(self.session.scalars(found).all()), len(sized) > len(ids)

    def upload(self, file_id: UUID) -> UploadFile:
        """What was uploaded to come with one of the messages. Raises UploadNotFound."""
        mine = self._mine().with_only_columns(Message.id)
        named = select(UploadFile).join(MessageFile, MessageFile.upload_file_id == UploadFile.id)
        found = named.where(MessageFile.id == file_id, MessageFile.message_id.in_(mine))
        upload = self.session.scalars(found).one_or_none()
        if upload is None:
            raise UploadNotFound
        return upload

    def whole(self, messages: Sequence[Message]) -> list[Said]:
        """The messages with all that belongs to them."""
        said = {message.id: Said(message) for message in messages}
        for thought in self.session.scalars(self._of(AgentThought, said, AgentThought.position)):
            said[thought.message_id].thoughts.append(thought)
        files = self._of(MessageFile, said, MessageFile.created_at, MessageFile.id)
        for file in self.session.scalars(files.options(joinedload(MessageFile.upload))):
            said[file.message_id].files.append(file)
        feedbacks = self._of(Feedback, said, Feedback.created_at, Feedback.id)
        who = (joinedload(Feedback.account), joinedload(Feedback.end_user))
        for feedback in self.session.scalars(feedbacks.options(*who)):
            said[feedback.message_id].feedbacks.append(feedback)
        return list(said.values())

    def _of(self, kind: Any, said: dict[UUID, Said], *order: Any) -> Select[Any]:
        return select(kind).where(kind.message_id.in_(said)).order_by(*order)

    def _mine(self) -> Select[Any]:
        living = (Message.app_id == self.app.id, Conversation.deleted_at.is_(None))
        joined = select(Message).join(Conversation, Conversation.id == Message.conversation_id)
        return joined.where(*living, self.owner.conversations)
