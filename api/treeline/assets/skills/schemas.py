from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Query, Schema


class SkillsQuery(Query):
    version: str | None = Field(None, max_length=20, description='a version number or "active"; omit for the draft')


class ProblemOut(Schema):
    """`type` and `params` let clients translate `message`."""

    line: int | None
    message: str
    type: str
    params: dict[str, str | int]


class SkillOut(Schema):
    """A folder with a SKILL.md: `node_id` is the folder (null for the root), `file_id` the SKILL.md.

    `name` and `description` are null if they can't be parsed. A skill without `problems` is valid; one with problems is
    used as far as it can be parsed. `compatibility`: its requirements. `allowed_tools`: the tools it expects.
    `model_invocation`: false if it has `disable-model-invocation: true`; agents don't see it then.
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
