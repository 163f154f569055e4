from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from treeline.apps.configs.errors import AppUnavailable
from treeline.apps.configs.inputs import render
from treeline.apps.configs.schemas import FileUpload
from treeline.apps.end_users.models import EndUser
from treeline.conversations.answering.answerers import Asking, Prepared, Question
from treeline.conversations.answering.trying import tried_files
from treeline.conversations.models import Conversation, Message, MessageFile
from treeline.files.links import links
from treeline.kernel import current
from treeline.runs.models import Run
from treeline.workflows.checks import checked_inputs, require_valid
from treeline.workflows.drafts.service import DraftService
from treeline.workflows.engine.file import File
from treeline.workflows.engine.graph import Graph
from treeline.workflows.engine.values import to_json
from treeline.workflows.models import Workflow, WorkflowRun
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.files import GivenFiles, file_of
from treeline.workflows.versions.service import VersionService


class ChatflowAnswerer:
    """Members talk to the draft with the files as they are, end users to what is published."""

    def prepare(self, asking: Asking, question: Question, conversation: Conversation | None) -> Prepared:
        """Raises AppUnavailable, DraftNotExist, GraphInvalid, InvalidInput, UploadNotFound."""
        app, account_id = asking.app, asking.owner.account_id
        # The tree is locked before the app's row, as by whoever activates a version.
        tried = tried_files(asking.session, app, question.asset_version or "draft", account_id) if account_id else None
        workflow = _workflow(asking)
        graph = require_valid(workflow)
        run: dict[str, Any] = {"workflow": str(workflow.id), "auto_generate_name": question.auto_generate_name}
        return Prepared(
            inputs=conversation.inputs if conversation else _inputs(asking, graph, question),
            files=_uploads_of(workflow),
            run={**run, "asset_version": tried.name} if tried else run,
            asset_version_id=tried.version_id if tried else workflow.asset_version_id,
            introduction=_introduction(workflow, question),
            variables=[_column(each) for each in workflow.conversation_variables],
        )

    def begun(self, asking: Asking, run: Run, message: Message) -> None:
        system = {
            "query": message.query,
            "files": _files(asking, message),
            "conversation_id": str(message.conversation_id),
            "user_id": _user(asking),
            "dialogue_count": _count(asking, message),
            "app_id": str(asking.app.id),
            "workflow_id": run.input["workflow"],
            "workflow_run_id": str(run.id),
            "timestamp": int(message.created_at.timestamp()),
        }
        inputs = {**message.inputs, **to_json({f"sys.{name}": value for name, value in system.items()})}
        row = WorkflowRun(run_id=run.id, app_id=asking.app.id, workflow_id=UUID(run.input["workflow"]), inputs=inputs)
        row.triggered_from = "debugging" if asking.by_member else "app-run"
        asking.session.add(row)
        asking.session.flush()


def _workflow(asking: Asking) -> Workflow:
    settings = current.settings(WorkflowSettings)
    if asking.by_member:
        return DraftService(asking.session, asking.app, settings, by=asking.owner.account_id).kept()
    published = VersionService(asking.session, asking.app, settings).current()
    if published is None:
        raise AppUnavailable("This app isn't ready yet. Please contact the app's owner.")
    return published


def _inputs(asking: Asking, graph: Graph, question: Question) -> dict[str, Any]:
    given = GivenFiles(asking.session, asking.app, asking.owner, links())
    inputs, _ = given.taken(question.inputs, ())
    return to_json(checked_inputs(graph, inputs))


def _uploads_of(workflow: Workflow) -> FileUpload:
    """Which files it takes; none where what an imported file says of it makes no sense."""
    try:
        return FileUpload.model_validate(workflow.features.get("file_upload") or {})
    except ValidationError:
        return FileUpload()


def _introduction(workflow: Workflow, question: Question) -> str:
    statement = workflow.features.get("opening_statement")
    return render(statement, question.inputs) if isinstance(statement, str) else ""


def _column(variable: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": variable["name"],
        "value_type": str(variable["value_type"])[:16],
        "value": variable.get("value"),
        "description": str(variable.get("description") or ""),
    }


def _files(asking: Asking, message: Message) -> list[File]:
    rows = select(MessageFile).where(MessageFile.message_id == message.id).options(joinedload(MessageFile.upload))
    found = asking.session.scalars(rows.order_by(MessageFile.created_at, MessageFile.id))
    return [file_of(asking.app.id, links(), row.type, row.upload, row.url) for row in found]


def _user(asking: Asking) -> str:
    if asking.owner.end_user_id is None:
        return str(asking.owner.account_id)
    return asking.session.scalars(select(EndUser.session_id).where(EndUser.id == asking.owner.end_user_id)).one()


def _count(asking: Asking, message: Message) -> int:
    """How many messages the conversation has had before this one."""
    said = select(func.count()).select_from(Message).where(Message.conversation_id == message.conversation_id)
    return (asking.session.scalar(said) or 1) - 1
