from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from treeline.apps.models import App
from treeline.conversations.owners import Owner
from treeline.files.links import Links
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.runs.service import RunService
from treeline.workflows.checks import checked_inputs, require_valid
from treeline.workflows.engine.file import File
from treeline.workflows.engine.values import to_json
from treeline.workflows.models import Workflow, WorkflowFile, WorkflowRun
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.files import GivenFiles


@dataclass(frozen=True)
class RunRequest:
    """What a run begins with. `system`: further system variables, such as those of a conversation."""

    inputs: Mapping[str, Any]
    files: Sequence[Any] = ()
    system: Mapping[str, Any] = field(default_factory=dict)
    triggered_from: str = "app-run"
    # Files of the app that it works with, if not those of the workflow's own version.
    asset_version_id: UUID | None = None
    asset_version: str | None = None
    user: str = ""
    # Only this node of the graph, with these values of others: {node: {name: value}}.
    node_id: str | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Of a run that another one calls as a tool: its id, its caller, and how deep the call is.
    run_id: UUID | None = None
    parent_run_id: UUID | None = None
    depth: int = 0
    # The node that it begins at, if not the start: a trigger.
    root: str | None = None
    # Nobody waits for it.
    background: bool = False


class StartService:
    """Starts runs of one app in the name of an owner."""

    def __init__(self, session: DbSession, app: App, owner: Owner, settings: WorkflowSettings, links: Links):
        self.session, self.app, self.owner, self.settings, self.links = session, app, owner, settings, links

    def start(self, workflow: Workflow, asked: RunRequest) -> Run:
        """A run that a worker takes on once this is committed.

        Raises GraphInvalid, InvalidInput with all that is wrong about the inputs, UploadNotFound, TooManyRuns,
        VersionDeleted.
        """
        inputs, files = GivenFiles(self.session, self.app, self.owner, self.links).taken(asked.inputs, asked.files)
        graph = require_valid(workflow, asked.node_id)
        if asked.node_id is None:
            inputs = checked_inputs(graph, inputs, asked.root)
        system = {"files": files, "user_id": asked.user, "app_id": str(self.app.id), **asked.system}
        given = to_json({**inputs, **{f"sys.{name}": value for name, value in system.items()}})
        run = self._queued(workflow, asked)
        self._add(run, workflow, asked, given)
        self._keep(run, [*files, *inputs.values()])
        return run

    def again(self, workflow: Workflow, before: WorkflowRun, asked: RunRequest) -> Run:
        """A run with the inputs of an earlier one, whose steps it may begin with.

        Raises TooManyRuns, VersionDeleted.
        """
        run = self._queued(workflow, asked)
        self._add(run, workflow, asked, before.inputs, forked_from=before.run_id)
        return run

    def _keep(self, run: Run, values: Sequence[Any]) -> None:
        """Uploads stay as long as the run that they came with."""
        each_one = (one for value in values for one in (value if isinstance(value, list) else [value]))
        found = {one.related_id for one in each_one if isinstance(one, File) and one.related_id}
        self.session.add_all(WorkflowFile(run_id=run.id, upload_file_id=UUID(each)) for each in found)

    def _queued(self, workflow: Workflow, asked: RunRequest) -> Run:
        return RunService(self.session, self.app).start(
            self.app.mode,
            _input(asked),
            end_user_id=self.owner.end_user_id,
            account_id=self.owner.account_id,
            asset_version_id=asked.asset_version_id or workflow.asset_version_id,
            background=asked.background,
            run_id=asked.run_id,
        )

    def _add(
        self,
        run: Run,
        workflow: Workflow,
        asked: RunRequest,
        given: Mapping[str, Any],
        forked_from: UUID | None = None,
    ) -> None:
        own = {"workflow_id": str(workflow.id), "workflow_run_id": str(run.id), "timestamp": int(now().timestamp())}
        row = WorkflowRun(
            run_id=run.id,
            app_id=self.app.id,
            workflow_id=workflow.id,
            triggered_from=asked.triggered_from,
            parent_run_id=asked.parent_run_id,
            forked_from=forked_from,
            inputs={**given, **{f"sys.{name}": value for name, value in own.items()}},
        )
        self.session.add(row)
        self.session.flush()


def _input(asked: RunRequest) -> dict[str, Any]:
    """What the executor needs beyond the run's rows."""
    given: dict[str, Any] = {"asset_version": asked.asset_version} if asked.asset_version else {}
    if asked.root is not None:
        given["root"] = asked.root
    if asked.depth:
        given["depth"] = asked.depth
    if asked.node_id is not None:
        given |= {"node": asked.node_id, "values": to_json({node: dict(each) for node, each in asked.values.items()})}
    return given
