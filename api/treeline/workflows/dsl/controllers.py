from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.deeds import nothing_done
from treeline.kernel.web import MIB, Routes, json_response
from treeline.workflows.dsl.errors import ImportNotFound
from treeline.workflows.dsl.schemas import DependenciesOut, ExportOut, ExportQuery, ImportIn, ImportOut
from treeline.workflows.dsl.service import ExportService, ImportService
from treeline.workflows.errors import DraftNotExist, SecretsLost, WorkflowNotFound
from treeline.workflows.settings import WorkflowSettings

# 10 MB of text, however its characters are escaped.
MAX_BODY = 61 * MIB
STATUSES = {"completed": 200, "completed-with-warnings": 200, "pending": 202, "failed": 400}


def workspace_imports(can: str) -> ImportService:
    allow(current_member(), can)
    return ImportService(current_member(), current.settings(WorkflowSettings), current.redis())


def app_export(app_id: UUID, can: str) -> ExportService:
    return ExportService(db.session, get_app(app_id, can), current.settings(WorkflowSettings))


imports = Routes(
    "app_imports", "/console/api/apps/imports", group="Apps", access=CONSOLE_OR_TOKEN, scope=workspace_imports
)
imported = Routes(
    "imported_app", "/console/api/apps/imports/<uuid:app_id>", group="Apps", access=CONSOLE_OR_TOKEN, scope=app_export
)
exports = Routes(
    "app_exports", "/console/api/apps/<uuid:app_id>", group="Apps", access=CONSOLE_OR_TOKEN, scope=app_export
)


@imports.post("", can="edit", deed="app.import", transactional=False, max_body=MAX_BODY, reply=ImportOut,
              also=(202, 400), refusals=[AppNotFound])  # fmt: skip
def import_app(service: ImportService, body: ImportIn) -> Response:
    """Import an app from YAML. `report` lists by line what was converted and what was lost.

    Returns 202 if the file's version is newer than supported: confirm the import within 10 minutes. Returns 400 with
    the status `failed` if the file can't be imported; nothing is created then.
    """
    return _replied(service.start(body))


@imports.post("/<uuid:import_id>/confirm", can="edit", deed="app.import", transactional=False, reply=ImportOut,
              also=(400,), refusals=[ImportNotFound, AppNotFound])  # fmt: skip
def confirm_import(service: ImportService, import_id: UUID) -> Response:
    """Import a file whose version is newer than supported, as far as possible."""
    return _replied(service.confirm(import_id))


@imported.get("/check-dependencies", can="read", refusals=[AppNotFound])
def check_dependencies(service: ExportService) -> DependenciesOut:
    """List the model providers and tools that an app uses and this workspace doesn't have."""
    return DependenciesOut.model_validate({"leaked_dependencies": service.leaked_dependencies()})


@exports.get(
    "/export", can="edit", deed="app.export", refusals=[AppNotFound, DraftNotExist, WorkflowNotFound, SecretsLost]
)
def export_app(service: ExportService, query: ExportQuery) -> ExportOut:
    """Export an app as YAML. Secrets and credentials are left out unless `include_secret` is true."""
    return ExportOut(data=service.export(secrets=query.include_secret, workflow_id=query.workflow_id))


def _replied(done: ImportOut) -> Response:
    if done.status == "pending":
        nothing_done()
    return json_response(done.model_dump_json().encode(), STATUSES[done.status])
