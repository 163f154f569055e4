from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field

from treeline.accounts.models import Account
from treeline.kernel.schemas import ContractBody, Query, Schema, Seen, Timestamp
from treeline.kernel.validation import invalid
from treeline.workflows.environment import without_secrets
from treeline.workflows.models import Workflow

MAX_VARIABLES = 500


def _variables(variables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each has a name of its own and a type; what else stands there is kept."""
    names: set[str] = set()
    for each in variables:
        name, kind = each.get("name"), each.get("value_type")
        if not isinstance(name, str) or not name or len(name) > 255:
            raise invalid("variable_name", "each variable needs a name of 1 to 255 characters")
        if not isinstance(kind, str) or not kind:
            raise invalid("variable_type", "variable {name} needs a value_type", name=name)
        if name in names:
            raise invalid("variable_twice", "there are two variables named {name}", name=name)
        names.add(name)
    return variables


# An object that is kept as it is.
OpenObject = Annotated[dict[str, Any], Field(max_length=1000)]
VariableList = Annotated[list[OpenObject], Field(max_length=MAX_VARIABLES), AfterValidator(_variables)]


class DraftIn(ContractBody):
    """The whole draft. `hash` is that of the draft it was made from; omit it to overwrite whatever is there."""

    graph: OpenObject
    features: OpenObject = Field(default_factory=dict)
    hash: str | None = Field(None, max_length=64)
    environment_variables: VariableList = Field(default_factory=list)
    conversation_variables: VariableList = Field(default_factory=list)


class FeaturesIn(ContractBody):
    features: OpenObject


class Saved(Schema):
    result: str = "success"
    hash: str
    updated_at: Timestamp
    # What would keep it from running, so far.
    issues: list[dict[str, Any]] = Field(default_factory=list)


class PublishIn(ContractBody):
    hash: str | None = Field(None, max_length=64, description="Of the draft that was looked at.")
    marked_name: str = Field("", max_length=20)
    marked_comment: str = Field("", max_length=100)


class MarksIn(ContractBody):
    marked_name: str | None = Field(None, max_length=20)
    marked_comment: str | None = Field(None, max_length=100)


class Published(Schema):
    result: str = "success"
    created_at: Timestamp
    id: UUID


class VersionsQuery(Query):
    page: int = Field(1, ge=1, le=99999)
    limit: int = Field(10, ge=1, le=100)
    user_id: UUID | None = None
    named_only: bool = False

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit


class PersonOut(Schema):
    id: UUID
    name: str
    email: str


class WorkflowOut(Schema):
    id: UUID
    graph: dict[str, Any]
    features: dict[str, Any]
    hash: str
    version: str
    marked_name: str
    marked_comment: str
    created_by: PersonOut | None
    created_at: Timestamp
    updated_by: PersonOut | None
    updated_at: Timestamp
    tool_published: bool = False
    environment_variables: list[dict[str, Any]]
    conversation_variables: list[dict[str, Any]]
    rag_pipeline_variables: list[dict[str, Any]] = Field(default_factory=list)
    asset_version_id: UUID | None

    @classmethod
    def of(cls, workflow: Workflow, people: dict[UUID, Account]) -> Self:
        fields = {name: getattr(workflow, name) for name in cls.model_fields if hasattr(workflow, name)}
        fields["environment_variables"] = without_secrets(workflow.environment_variables)
        for name in ("created_by", "updated_by"):
            account = people.get(fields[name])
            fields[name] = PersonOut.model_validate(account) if account else None
        return cls(**fields)


class DraftOut(WorkflowOut):
    # As a save of it would say.
    issues: list[dict[str, Any]] = Field(default_factory=list)


class BlockConfig(Schema):
    """The data that a new node of a type begins with."""

    type: str
    config: dict[str, Any]


class ConvertIn(ContractBody):
    name: Annotated[Seen, Field(min_length=1, max_length=255)] | None = None
    icon_type: str | None = Field(None, max_length=8)
    icon: str | None = Field(None, max_length=255)
    icon_background: str | None = Field(None, max_length=32)


class Converted(Schema):
    new_app_id: UUID


class VersionsOut(Schema):
    items: list[WorkflowOut]
    page: int
    limit: int
    has_more: bool
