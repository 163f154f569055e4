from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Query, Schema


class TextQuery(Query):
    q: str = Field(min_length=1, max_length=255, pattern=r"^[^\r\n]*\S[^\r\n]*$")
    cursor: UUID | None = Field(None, description="next_cursor of the answer before")


class TextHit(Schema):
    """A line that holds the text: its number from 1, the byte where it begins, and what stands around the text."""

    node_id: UUID
    path: str
    line: int
    offset: int
    text: str


class TextHits(Schema):
    """`files_skipped`: too large, or not UTF-8 text. `next_cursor` null: everything has been searched."""

    data: list[TextHit]
    files_searched: int
    files_skipped: int
    next_cursor: UUID | None
