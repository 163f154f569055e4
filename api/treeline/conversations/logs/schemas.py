from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from treeline.conversations.answering.usage import metadata_of
from treeline.conversations.logs.service import Entry
from treeline.conversations.messages import Said
from treeline.conversations.models import Conversation, Feedback, Message
from treeline.conversations.schemas import UNNAMED, FileOut, Limit, ThoughtOut
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import Price, Query, Schema, Timestamp

Source = Literal["api", "console"]


class LogQuery(PageQuery):
    keyword: str = Field(
        "", max_length=255, description="Searches the conversation's name, user, questions and answers."
    )
    start: str = Field("", description="Start time, such as 2026-03-31 08:30, in the account's time zone.")
    end: str = Field("", description="End time, in the same format.")
    message_count_gte: int = Field(0, ge=0, description="Minimum number of messages.")
    sort_by: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = "-updated_at"


class LogMessagesQuery(Query):
    conversation_id: UUID
    first_id: UUID | None = Field(None, description="Returns items before this id.")
    limit: Limit = 20


class RatingsOut(Schema):
    like: int
    dislike: int


class FirstMessageOut(Schema):
    inputs: dict[str, Any]
    query: str
    answer: str


class LogEntryOut(Schema):
    id: UUID
    mode: str
    name: str
    summary: str
    inputs: dict[str, Any]
    introduction: str
    status: str
    from_source: Source
    from_end_user_id: UUID | None
    from_end_user_session_id: str | None
    from_account_id: UUID | None
    from_account_name: str | None
    message_count: int
    user_feedback_stats: RatingsOut
    admin_feedback_stats: RatingsOut
    # The first; of a completion app the only one.
    message: FirstMessageOut | None
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, entry: Entry) -> "LogEntryOut":
        conversation = entry.conversation
        asked = entry.first.query if entry.first else ""
        return cls(
            id=conversation.id,
            mode=conversation.mode,
            name=conversation.name or UNNAMED,
            summary=conversation.name or asked[:255] or UNNAMED,
            inputs=conversation.inputs,
            introduction=conversation.introduction,
            status=conversation.status,
            from_source=source_of(conversation),
            from_end_user_id=conversation.end_user_id,
            from_end_user_session_id=conversation.end_user and conversation.end_user.session_id,
            from_account_id=conversation.account_id,
            from_account_name=conversation.account and conversation.account.name,
            message_count=entry.message_count,
            user_feedback_stats=RatingsOut.model_validate(entry.user_ratings),
            admin_feedback_stats=RatingsOut.model_validate(entry.member_ratings),
            message=entry.first and FirstMessageOut.model_validate(entry.first),
            created_at=conversation.created_at,
            updated_at=conversation.updated_at,
        )


def source_of(conversation: Conversation) -> Source:
    return "console" if conversation.account_id else "api"


class JudgementOut(Schema):
    rating: str
    content: str
    from_source: Literal["user", "admin"]
    from_end_user_id: UUID | None
    from_account: str | None

    @classmethod
    def of(cls, feedback: Feedback) -> "JudgementOut":
        return cls(
            rating=feedback.rating,
            content=feedback.content,
            from_source="admin" if feedback.account_id else "user",
            from_end_user_id=feedback.end_user_id,
            from_account=feedback.account and feedback.account.name,
        )


class LogMessageOut(Schema):
    """`message`: the model's input, as [{role, text}]."""

    id: UUID
    conversation_id: UUID
    parent_message_id: UUID | None
    task_id: UUID | None
    inputs: dict[str, Any]
    query: str
    message: list[dict[str, Any]]
    message_tokens: int
    answer: str
    answer_tokens: int
    total_price: Price
    currency: str
    price_known: bool
    provider_response_latency: float
    model_provider: str | None
    model: str | None
    feedbacks: list[JudgementOut]
    agent_thoughts: list[ThoughtOut]
    message_files: list[FileOut]
    metadata: dict[str, Any]
    status: str
    error: str | None
    created_at: Timestamp

    @classmethod
    def of(cls, said: Said) -> "LogMessageOut":
        message: Message = said.message
        return cls(
            id=message.id,
            conversation_id=message.conversation_id,
            parent_message_id=message.parent_message_id,
            task_id=message.run_id,
            inputs=message.inputs,
            query=message.query,
            message=message.prompt,
            message_tokens=message.prompt_tokens,
            answer=message.answer,
            answer_tokens=message.completion_tokens,
            total_price=message.total_price,
            currency=message.currency,
            price_known=message.price_known,
            provider_response_latency=message.latency,
            model_provider=message.model_provider,
            model=message.model,
            feedbacks=[JudgementOut.of(feedback) for feedback in said.feedbacks],
            agent_thoughts=[ThoughtOut.of(thought) for thought in said.thoughts],
            message_files=[FileOut.of(file, said.message.app_id) for file in said.files],
            metadata=metadata_of(message),
            status=message.status,
            error=message.error,
            created_at=message.created_at,
        )


class LogMessagesOut(Schema):
    data: list[LogMessageOut]
    limit: int
    has_more: bool
