from typing import Annotated

from pydantic import Field

from treeline.kernel.schemas import Body, Schema

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
MAX_CONTENTS = 10_000


class PackFailure(Schema):
    index: int
    code: str
    message: str


class PackOut(Schema):
    """`ready`: how many files of the pack are ready; `failed`: why each of the others is not."""

    ready: int
    failed: list[PackFailure]


class ContentsIn(Body):
    sha256: Annotated[list[Sha256], Field(min_length=1, max_length=MAX_CONTENTS)]
