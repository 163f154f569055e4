from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Query, Schema


class SkillsQuery(Query):
    version: str | None = Field(None, max_length=20, description='a number or "active"; absent: the draft')


class ProblemOut(Schema):
    """`type` and `params` say the same as `message`, for another language."""

    line: int | None
    message: str
    type: str
    params: dict[str, str | int]


class SkillOut(Schema):
    """A folder with a SKILL.md: `node_id` is the folder's (null at the top), `file_id` the SKILL.md's.

    `name` and `description` are as written, null where they cannot be read. Without `problems` the skill is valid; with
    problems it is used as far as it can be read. `compatibility`: what it needs. `allowed_tools`: the tools that it
    expects. `model_invocation`: false if it says `disable-model-invocation: true`; agents are not told of it then.
    """

    name: str | None
    description: str | None
    compatibility: str | None
    allowed_tools: list[str]
    model_invocation: bool
    path: str
    node_id: UUID | None
    file_id: UUID
    problems: list[ProblemOut]


class SkillsOut(Schema):
    data: list[SkillOut]
    limit: int
    total: int
    has_more: bool
