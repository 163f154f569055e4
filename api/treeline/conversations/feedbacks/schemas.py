from typing import Literal
from uuid import UUID

from pydantic import Field

from treeline.conversations.models import Feedback
from treeline.conversations.schemas import UserBody
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import ContractBody, Schema, Timestamp

Rating = Literal["like", "dislike"]


class Judgement(ContractBody):
    """Without a rating, the previous feedback is removed."""

    rating: Rating | None = None
    content: str | None = Field(None, max_length=10_000)


class UserFeedback(Judgement, UserBody):
    pass


class MemberFeedback(Judgement):
    message_id: UUID = Field(strict=False)


class FeedbacksQuery(PageQuery):
    limit: int = Field(20, ge=1, le=101)


class FeedbackOut(Schema):
    id: UUID
    app_id: UUID
    message_id: UUID
    conversation_id: UUID
    rating: Rating
    content: str
    from_source: Literal["user", "admin"]
    from_end_user_id: UUID | None
    from_account_id: UUID | None
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, feedback: Feedback, conversation_id: UUID) -> "FeedbackOut":
        return cls(
            id=feedback.id,
            app_id=feedback.app_id,
            message_id=feedback.message_id,
            conversation_id=conversation_id,
            rating=feedback.rating,  # pyright: ignore[reportArgumentType]  checked by the schema
            content=feedback.content,
            from_source="admin" if feedback.account_id else "user",
            from_end_user_id=feedback.end_user_id,
            from_account_id=feedback.account_id,
            created_at=feedback.created_at,
            updated_at=feedback.updated_at,
        )


class FeedbacksOut(Schema):
    data: list[FeedbackOut]
