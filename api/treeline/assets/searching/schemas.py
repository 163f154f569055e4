from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Query, Schema


class TextQuery(Query):
    q: str = Field(min_length=1, max_length=255, pattern=r"^[^\r\n]*\S[^\r\n]*$")
    cursor: UUID | None = Field(None, description="next_cursor from the previous response")


class TextHit(Schema):
    """A matching line: its number from 1, its byte offset, and an excerpt around the match."""

    node_id: UUID
    path: str
    line: int
    offset: int
    text: str


class TextHits(Schema):
    """`files_skipped`: files too large or not UTF-8. `next_cursor`: null when everything has been searched."""

    data: list[TextHit]
    files_searched: int
    files_skipped: int
    next_cursor: UUID | None
