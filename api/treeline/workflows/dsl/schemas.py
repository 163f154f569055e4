from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from treeline.apps.schemas import AppName, Description, Icon, IconType
from treeline.kernel.schemas import ContractBody, Query, Schema
from treeline.kernel.validation import invalid
from treeline.workflows.dsl.document import MAX_BYTES
from treeline.workflows.dsl.report import Severity

Status = Literal["completed", "completed-with-warnings", "pending", "failed"]


class ImportIn(ContractBody):
    """An app's YAML, or where it is. What else is given replaces what the file says."""

    mode: Literal["yaml-content", "yaml-url"]
    yaml_content: Annotated[str, Field(max_length=MAX_BYTES)] | None = None
    yaml_url: Annotated[str, Field(max_length=4096)] | None = None
    name: AppName | None = None
    description: Description | None = None
    icon_type: IconType | None = None
    icon: Icon | None = None
    icon_background: Icon | None = None
    app_id: UUID | None = Field(None, description="Overwrite the draft of this workflow or chatflow app.")

    @model_validator(mode="after")
    def _has_source(self) -> Self:
        if not (self.yaml_content if self.mode == "yaml-content" else self.yaml_url):
            raise invalid("import_source", "{mode} needs {field}", mode=self.mode, field=self.mode.replace("-", "_"))
        return self

    @property
    def changes(self) -> dict[str, Any]:
        """Of the app's own fields."""
        names = {"name", "description", "icon_type", "icon", "icon_background"}
        return self.model_dump(include=names, exclude_none=True)


class FindingOut(Schema):
    """`info`: converted. `warning`: lost. `error`: why the file is not imported."""

    severity: Severity
    code: str
    line: int | None
    path: str
    what: str
    accepted: str


class ImportOut(Schema):
    id: UUID
    status: Status
    app_id: UUID | None = None
    app_mode: str | None = None
    current_dsl_version: str
    imported_dsl_version: str = ""
    # The first error in words, also as other errors have it, and its code.
    error: str = ""
    message: str = ""
    code: str = ""
    report: list[FindingOut] = Field(default_factory=list[FindingOut])
    # How many findings there were beyond the report.
    omitted: int = 0


class DependencyOut(Schema):
    type: str
    value: dict[str, Any]
    current_identifier: str | None


class DependenciesOut(Schema):
    leaked_dependencies: list[DependencyOut]


class ExportQuery(Query):
    include_secret: bool = False
    workflow_id: UUID | None = Field(None, description="A published version instead of the draft.")


class ExportOut(Schema):
    data: str = Field(description="The app as YAML.")
