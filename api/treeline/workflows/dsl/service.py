"""Imports apps from files, and exports them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from redis import Redis
from sqlalchemy import select

from treeline.accounts.access import Member
from treeline.apps.access import get_app
from treeline.apps.configs.schemas import AppConfig, Retrieval
from treeline.apps.configs.service import ConfigService
from treeline.apps.models import App
from treeline.apps.ports import config_checks
from treeline.apps.service import AppService
from treeline.datasets.errors import DatasetNotFound
from treeline.kernel import deeds
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.ids import new_id
from treeline.providers.credentials import HIDDEN
from treeline.tools.models import McpServer
from treeline.workflows.checks import issues_of
from treeline.workflows.drafts.service import Content, DraftService
from treeline.workflows.dsl.dependencies import leaked, leaked_by_model
from treeline.workflows.dsl.errors import ImportNotFound
from treeline.workflows.dsl.fetching import yaml_at
from treeline.workflows.dsl.graphs import GRAPH
from treeline.workflows.dsl.model_configs import CONFIG
from treeline.workflows.dsl.parse import (
    WORKFLOW_MODES,
    ParsedApp,
    WorkflowContent,
    marked_version,
    open_document,
    parse,
)
from treeline.workflows.dsl.pending import PendingImports
from treeline.workflows.dsl.report import BadImport, Finding, Report
from treeline.workflows.dsl.schemas import FindingOut, ImportIn, ImportOut
from treeline.workflows.dsl.versions import CURRENT, is_newer
from treeline.workflows.dsl.write import write_config, write_workflow
from treeline.workflows.environment import SECRET, secrets_of, with_secrets
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.versions.service import VersionService


class ImportService:
    """Makes apps from files, in the name of one member. No transaction is open when its methods are called."""

    def __init__(self, member: Member, settings: WorkflowSettings, redis: Redis):
        self.member, self.settings = member, settings
        self.pending = PendingImports(redis, member.workspace_id)

    def start(self, wanted: ImportIn) -> ImportOut:
        """An app, or why there is none. What is newer than known here waits for `confirm`."""
        import_id = new_id()
        try:
            text = wanted.yaml_content or yaml_at(wanted.yaml_url or "", self.settings)
            document = open_document(text)
            version = marked_version(document)
            if is_newer(version):
                self.pending.add(import_id, {"text": text, "changes": wanted.changes, "app_id": _text(wanted.app_id)})
                return _out(import_id, "pending", imported_dsl_version=version)
            return self._finished(import_id, parse(document), wanted.changes, wanted.app_id)
        except BadImport as error:
            return _failed(import_id, error.findings)

    def confirm(self, import_id: UUID) -> ImportOut:
        """Import what waits, as far as it is understood. Raises ImportNotFound."""
        waiting = self.pending.take(import_id)
        if waiting is None:
            raise ImportNotFound
        app_id = UUID(waiting["app_id"]) if waiting["app_id"] else None
        try:
            return self._finished(import_id, parse(open_document(waiting["text"])), waiting["changes"], app_id)
        except BadImport as error:
            return _failed(import_id, error.findings)

    def _finished(self, import_id: UUID, parsed: ParsedApp, changes: dict[str, Any], app_id: UUID | None) -> ImportOut:
        fields = parsed.fields | changes
        with unit_of_work() as session:
            if app_id is None:
                app = AppService(session, self.member).create(mode=parsed.mode, **fields)
            else:
                app = self._overwritten(session, app_id, parsed, fields)
            self._fill(session, app, parsed)
            deeds.done(session, object_id=app.id, object_name=app.name)
            done = {"app_id": app.id, "app_mode": app.mode, "imported_dsl_version": parsed.version}
        status = "completed-with-warnings" if parsed.report.has_losses else "completed"
        return _out(import_id, status, parsed.report.findings, omitted=parsed.report.omitted, **done)

    def _overwritten(self, session: DbSession, app_id: UUID, parsed: ParsedApp, fields: dict[str, Any]) -> App:
        """Raises AppNotFound, BadImport."""
        app = get_app(app_id, can="edit")
        if app.mode not in WORKFLOW_MODES or app.mode != parsed.mode:
            what = f"A file of the mode {parsed.mode} can't overwrite an app of the mode {app.mode}."
            accepted = "the same mode for both: workflow or advanced-chat"
            raise BadImport.at(None, "overwrite_mode", what, accepted, "app_id")
        return AppService(session, self.member).update(app, fields)

    def _fill(self, session: DbSession, app: App, parsed: ParsedApp) -> None:
        if parsed.workflow is not None:
            drafts = DraftService(session, app, self.settings, by=self.member.account_id)
            environment = _keeping_secrets(parsed.workflow, drafts)
            workflow = parsed.workflow
            drafts.save(Content(workflow.graph, workflow.features, environment, workflow.conversation_variables))
            _tell_issues(workflow, parsed.report)
        if parsed.config is not None:
            config = _checked(session, app, parsed.config, parsed.report, self.member.account_id)
            ConfigService(session, app).publish(config, self.member.account_id, checked=False)


def _tell_issues(workflow: WorkflowContent, report: Report) -> None:
    """What keeps it from running as it is. It is imported all the same: that is for its builder to mend."""
    # Where edges were taken out, those behind them stand elsewhere than in the file.
    moved = any(each.code in ("dangling_edge", "stale_edge") for each in report.findings)
    for issue in issues_of(workflow.graph):
        path = [int(part) if part.isdigit() else part for part in str(issue["path"]).split(".")]
        path = path[:1] if moved and path[0] == "edges" else path
        report.info("graph_issue", (*GRAPH, *path), f"{issue['message']}.", str(issue.get("accepted") or ""))


def _keeping_secrets(workflow: WorkflowContent, drafts: DraftService) -> list[dict[str, Any]]:
    """Files come without the values of secrets: those that the draft has already stay."""
    draft = drafts.find()
    known = {each["name"] for each in draft.environment_variables if each.get("value")} if draft else set[str]()
    return [
        {**each, "value": HIDDEN}
        if each["value_type"] == SECRET and not each.get("value") and each["name"] in known
        else each
        for each in workflow.environment_variables
    ]


def _checked(session: DbSession, app: App, config: AppConfig, report: Report, by: UUID | None) -> AppConfig:
    """A config without the tools that this workspace doesn't have. A model that it doesn't have stays, with a warning.

    Either is a loss and no reason not to import the rest.
    """
    for check in config_checks.given():
        try:
            check(session, app, config, by)
        except DatasetNotFound:
            what = "Knowledge is not part of the file. Choose it again if this workspace doesn't have it."
            report.lost("knowledge", (*CONFIG, "dataset_configs"), what, "IDs of knowledge in this workspace")
            config = config.model_copy(update={"dataset_configs": Retrieval()})
        except ApiError as error:
            fitting = _with_fitting_tools(session, app, config, check, report)
            if fitting is None:
                report.lost(error.code, (*CONFIG, "model"), error.message)
            else:
                config = fitting
    return config


def _with_fitting_tools(
    session: DbSession, app: App, config: AppConfig, check: Any, report: Report
) -> AppConfig | None:
    """None if the tools are not what the check minds."""
    kept = [tool for tool in config.agent_mode.tools if _passes(session, app, _with_tools(config, [tool]), check)]
    fitting = _with_tools(config, kept)
    if not _passes(session, app, fitting, check):
        return None
    for tool in config.agent_mode.tools:
        if tool not in kept:
            what = f"Left out: this workspace has no tool {tool.tool_name:.200} at this server."
            report.lost("tool", (*CONFIG, "agent_mode", "tools"), what, "tools of MCP servers of this workspace")
    return fitting


def _with_tools(config: AppConfig, tools: list[Any]) -> AppConfig:
    return config.model_copy(update={"agent_mode": config.agent_mode.model_copy(update={"tools": tools})})


def _passes(session: DbSession, app: App, config: AppConfig, check: Any) -> bool:
    try:
        check(session, app, config, None)
    except ApiError:
        return False
    return True


def _out(import_id: UUID, status: Any, findings: Sequence[Finding] = (), **more: Any) -> ImportOut:
    report = [FindingOut.model_validate(asdict(each)) for each in findings]
    return ImportOut(id=import_id, status=status, current_dsl_version=CURRENT, report=report, **more)


def _failed(import_id: UUID, findings: Sequence[Finding]) -> ImportOut:
    first = findings[0]
    return _out(import_id, "failed", findings, error=str(first), message=str(first), code=first.code)


def _text(app_id: UUID | None) -> str | None:
    return str(app_id) if app_id else None


class ExportService:
    """Writes one app as a file, and says what it needs."""

    def __init__(self, session: DbSession, app: App, settings: WorkflowSettings):
        self.session, self.app, self.settings = session, app, settings

    def export(self, *, secrets: bool = False, workflow_id: UUID | None = None) -> str:
        """The draft, or a published version, or a config. Raises DraftNotExist, WorkflowNotFound, SecretsLost."""
        if self.app.mode not in WORKFLOW_MODES:
            return write_config(
                self._heading(), AppConfig.of(ConfigService(self.session, self.app).current()).as_sent()
            )
        if workflow_id is None:
            row = DraftService(self.session, self.app, self.settings).get()
        else:
            row = VersionService(self.session, self.app, self.settings).get(workflow_id)
        environment = row.environment_variables
        if secrets:
            environment = with_secrets(environment, secrets_of(row, self.settings))
        content = WorkflowContent(row.graph, row.features, environment, row.conversation_variables)
        return write_workflow(self._heading(), content, secrets=secrets)

    def leaked_dependencies(self) -> list[dict[str, Any]]:
        """What the app names that this installation or workspace doesn't have."""
        if self.app.mode not in WORKFLOW_MODES:
            model = self._config().model
            return leaked_by_model(model.model_dump() if model else None)
        draft = DraftService(self.session, self.app, self.settings).find()
        servers = select(McpServer.id).where(McpServer.workspace_id == self.app.workspace_id)
        return leaked(draft.graph, {str(each) for each in self.session.scalars(servers)}) if draft else []

    def _config(self) -> AppConfig:
        return AppConfig.of(ConfigService(self.session, self.app).current())

    def _heading(self) -> dict[str, Any]:
        names = ("name", "mode", "icon_type", "icon", "icon_background", "description", "use_icon_as_answer_icon")
        return {name: getattr(self.app, name) for name in names}
