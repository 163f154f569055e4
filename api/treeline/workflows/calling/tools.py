"""The published workflows of a workspace, as tools."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from treeline.apps.models import App
from treeline.kernel import dialects
from treeline.kernel.db import DbSession
from treeline.providers.port import ToolSpec
from treeline.workflows.checks import start_of
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.start import StartVariable
from treeline.workflows.running.ports.tools import ToolRef

MAX_NAME = 50
_FILE = {
    "type": "object",
    "description": 'A file by its URL: {"type": "document", "transfer_method": "remote_url", "url": "https://…"}',
}
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "number": {"type": "number"},
    "checkbox": {"type": "boolean"},
    "json_object": {"type": "object"},
    "file": _FILE,
    "file-list": {"type": "array", "items": _FILE},
}


@dataclass(frozen=True)
class WorkflowTool:
    """An app and what is published of it now."""

    app: App
    workflow: Workflow

    @property
    def spec(self) -> ToolSpec:
        """As a model is told of it: its arguments are the inputs of the start node."""
        variables = [each for each in start_of(self.workflow.graph).variables if each.variable]
        schema = {
            "type": "object",
            "properties": {each.variable: _schema(each) for each in variables},
            "required": [each.variable for each in variables if each.required],
        }
        return ToolSpec(self.name, self.app.description or f"Runs the workflow {self.app.name}.", schema)

    @property
    def name(self) -> str:
        """Of letters that models take."""
        return slug(self.app.name) or f"workflow_{self.app.id.hex[:8]}"


class WorkflowTools:
    """Of one workspace."""

    def __init__(self, session: DbSession, workspace_id: UUID):
        self.session, self.workspace_id = session, workspace_id

    def page(self, offset: int, limit: int) -> tuple[list[WorkflowTool], int]:
        """By name, and how many there are."""
        total = self.session.scalar(select(func.count()).select_from(self._apps().subquery())) or 0
        by_name = self._apps().order_by(func.lower(App.name), App.id).offset(offset).limit(limit)
        apps = self.session.scalars(by_name).all()
        newest = self._newest([app.id for app in apps])
        return [WorkflowTool(app, newest[app.id]) for app in apps], total

    def named(self, tool: ToolRef) -> WorkflowTool:
        """By the app's id; files from elsewhere know it by its name only. Raises NodeFailed."""
        apps = self.session.scalars(self._apps().where(App.id == _id(tool.provider))).all()
        names = [name for name in (tool.provider_name, tool.name, tool.provider) if name]
        for name in names if not apps else ():
            wanted = slug(name)
            is_named = func.lower(App.name) == name.lower()
            if wanted:
                is_named |= func.lower(func.substr(dialects.slug(App.name), 1, MAX_NAME)) == wanted
            apps = self.session.scalars(self._apps().where(is_named).limit(2)).all()
            if apps:
                break
        if len(apps) > 1:
            told = f"This workspace has several workflows named {apps[0].name}. Choose one in the node."
            raise NodeFailed("tool_not_found", told)
        if not apps:
            named = names[0] if names else tool.provider
            told = f"This workspace has no published workflow {named}. Publish it, or choose another one in the node."
            raise NodeFailed("tool_not_found", told)
        return WorkflowTool(apps[0], self._newest([apps[0].id])[apps[0].id])

    def _apps(self) -> Select[App]:
        published = select(Workflow.id).where(Workflow.app_id == App.id, Workflow.state == "published").exists()
        here = (App.workspace_id == self.workspace_id, App.deleted_at.is_(None), App.mode == "workflow")
        return select(App).where(*here, published)

    def _newest(self, app_ids: Sequence[UUID]) -> dict[UUID, Workflow]:
        place = func.row_number().over(
            partition_by=Workflow.app_id, order_by=(Workflow.created_at.desc(), Workflow.id.desc())
        )
        ranked = select(Workflow.id, place.label("place")).where(
            Workflow.app_id.in_(app_ids), Workflow.state == "published"
        )
        placed = ranked.subquery()
        newest = select(Workflow).join(placed, and_(placed.c.id == Workflow.id, placed.c.place == 1))
        return {row.app_id: row for row in self.session.scalars(newest)}


def slug(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "_", name).strip("_")[:MAX_NAME].lower()


def _schema(variable: StartVariable) -> dict[str, Any]:
    made: dict[str, Any] = dict(_TYPES.get(variable.type, {"type": "string"}))
    if variable.type == "select":
        made["enum"] = variable.options
    elif variable.max_length and made["type"] == "string":
        made["maxLength"] = variable.max_length
    if variable.label and variable.label != variable.variable:
        made.setdefault("description", variable.label)
    return made


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
