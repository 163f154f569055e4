"""The audit log: of a workspace for its admins, of the installation for instance admins."""

from collections.abc import Iterator

from flask import Response

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.audit.reading import AuditLog
from treeline.accounts.audit.schemas import AuditEventOut, AuditEventsOut, AuditFilters, AuditQuery
from treeline.kernel.db import db
from treeline.kernel.threads import with_context
from treeline.kernel.web import Routes


def workspace_log(can: str) -> AuditLog:
    allow(current_member(), can)
    return AuditLog(current_member().workspace_id)


def installation_log(can: str) -> AuditLog:
    allow(current_member(), can)
    return AuditLog(None)


of_workspace = Routes(
    "audit_log", "/console/api/workspaces/current/audit-log", group="Audit log", access=CONSOLE, scope=workspace_log
)
of_installation = Routes(
    "installation_audit_log",
    "/console/api/operations/audit-log",
    group="Audit log",
    access=CONSOLE,
    scope=installation_log,
)


@of_workspace.get("", can="manage")
def list_audit_events(log: AuditLog, query: AuditQuery) -> AuditEventsOut:
    """List what was done in the workspace, newest first, and who signed in."""
    return _page(log, query)


@of_workspace.get("/export", can="manage", deed="audit_log.export", transactional=False)
def export_audit_events(log: AuditLog, query: AuditFilters) -> Response:
    """Download the workspace's audit log as CSV, newest first."""
    return _sent(log.lines(query.wanted))


@of_installation.get("", can="operate")
def list_installation_events(log: AuditLog, query: AuditQuery) -> AuditEventsOut:
    """List what was done to the installation, newest first, and failed sign-ins to no account."""
    return _page(log, query)


@of_installation.get("/export", can="operate", deed="audit_log.export", transactional=False)
def export_installation_events(log: AuditLog, query: AuditFilters) -> Response:
    """Download the installation's audit log as CSV, newest first."""
    return _sent(log.lines(query.wanted))


def _page(log: AuditLog, query: AuditQuery) -> AuditEventsOut:
    events, more = log.page(db.session, query.wanted, query.last_id, query.limit)
    return AuditEventsOut(data=[AuditEventOut.of(each) for each in events], limit=query.limit, has_more=more)


def _sent(lines: Iterator[bytes]) -> Response:
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="audit-log.csv"',
        "Cache-Control": "private, no-store",
    }
    return Response(with_context(lines), headers=headers, direct_passthrough=True)
