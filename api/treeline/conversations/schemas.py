from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from treeline.conversations.messages import Said
from treeline.conversations.models import AgentThought, Conversation, MessageFile
from treeline.conversations.owners import Owner
from treeline.files.links import links
from treeline.kernel.schemas import ContractBody, Query, Schema, Timestamp
from treeline.tools.loop import labels_of

UNNAMED = "New conversation"

UserName = Annotated[str, Field(min_length=1, max_length=255)]
OptionalId = Annotated[UUID | None, BeforeValidator(lambda value: None if value == "" else value)]
Limit = Annotated[int, Field(ge=1, le=100)]


class UserQuery(Query):
    user: UserName


class OptionalUserQuery(Query):
    user: UserName | None = Field(None, description="The end user, unless given in the body.")


class UserBody(ContractBody):
    user: UserName | None = Field(None, description="The end user, unless given in the query.")


class ListQuery(Query):
    user: UserName | None = Field(None, description="The end user. Without it, the list is empty.")


class ConversationsQuery(ListQuery):
    last_id: UUID | None = Field(None, description="Returns items after this id.")
    limit: Limit = 20
    sort_by: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = "-updated_at"


class MessagesQuery(ListQuery):
    conversation_id: UUID
    first_id: UUID | None = Field(None, description="Returns items before this id.")
    limit: Limit = 20


class ConversationOut(Schema):
    id: UUID
    name: str
    inputs: dict[str, Any]
    status: str
    introduction: str
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationOut":
        out = cls.model_validate(conversation)
        out.name = out.name or UNNAMED
        return out


class ConversationsOut(Schema):
    data: list[ConversationOut]
    limit: int
    has_more: bool


class ThoughtOut(Schema):
    id: UUID
    message_id: UUID
    position: int
    thought: str
    tool: str
    tool_labels: dict[str, Any] = Field(default_factory=dict)
    tool_input: str
    observation: str
    created_at: Timestamp
    files: list[str] = Field(default_factory=list)

    @classmethod
    def of(cls, thought: AgentThought) -> "ThoughtOut":
        out = cls.model_validate(thought)
        out.tool_labels = labels_of(out.tool)
        return out


class FileOut(Schema):
    """`url`: the URL of a remote file, or a signed link to an uploaded one. Null if the file was removed."""

    id: UUID
    type: str
    transfer_method: str
    url: str | None
    belongs_to: str
    upload_file_id: UUID | None
    filename: str | None
    mime_type: str | None
    size: int | None

    @classmethod
    def of(cls, file: MessageFile, app_id: UUID) -> "FileOut":
        upload = file.upload
        return cls(
            id=file.id,
            type=file.type,
            transfer_method=file.transfer_method,
            url=file.url or (links().shown(app_id, upload.id) if upload else None),
            belongs_to=file.belongs_to,
            upload_file_id=file.upload_file_id,
            filename=upload and upload.name,
            mime_type=upload and upload.mime_type,
            size=upload and upload.size,
        )


class RatingOut(Schema):
    rating: str
    content: str


class MessageOut(Schema):
    id: UUID
    conversation_id: UUID
    parent_message_id: UUID | None
    inputs: dict[str, Any]
    query: str
    answer: str
    message_files: list[FileOut]
    feedback: RatingOut | None
    retriever_resources: list[dict[str, Any]]
    agent_thoughts: list[ThoughtOut]
    created_at: Timestamp
    status: str
    error: str | None

    @classmethod
    def of(cls, said: Said, owner: Owner) -> "MessageOut":
        message = said.message
        mine = next((feedback for feedback in said.feedbacks if owner.gave(feedback)), None)
        return cls(
            id=message.id,
            conversation_id=message.conversation_id,
            parent_message_id=message.parent_message_id,
            inputs=message.inputs,
            query=message.query,
            answer=message.answer,
            message_files=[FileOut.of(file, said.message.app_id) for file in said.files],
            feedback=mine and RatingOut.model_validate(mine),
            retriever_resources=message.retriever_resources,
            agent_thoughts=[ThoughtOut.of(thought) for thought in said.thoughts],
            created_at=message.created_at,
            status=message.status,
            error=message.error,
        )


class MessagesOut(Schema):
    data: list[MessageOut]
    limit: int
    has_more: bool
