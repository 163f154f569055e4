import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import load_only

from treeline.apps.models import App
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.kernel.settings import KernelSettings
from treeline.triggers.models import AppTrigger
from treeline.triggers.webhooks.errors import WebhookNotFound
from treeline.triggers.webhooks.models import Webhook
from treeline.workflows.drafts.service import DraftService
from treeline.workflows.environment import secrets_of
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.registry import NODES
from treeline.workflows.nodes.webhook import WebhookData, WebhookTrigger

KIND = WebhookTrigger.kind
# 24 characters.
_ID_BYTES = 18


@dataclass(frozen=True)
class Hook:
    """A webhook as it is now: of what is published, or of the draft. Plain values: no session stays open."""

    id: UUID
    workspace_id: UUID
    app_id: UUID
    workflow_id: UUID
    node_id: str
    data: WebhookData
    # That requests are signed with; "" if they are not, or if there is none: then no request is taken.
    secret: str = ""
    is_draft: bool = False


class Webhooks:
    """The addresses of an app's webhook nodes."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def obtain(self, node_id: str) -> Webhook:
        """The address of a node, made when somebody first asks for it."""
        row = {"id": new_id(), "app_id": self.app.id, "node_id": node_id, "created_at": now()}
        made = insert(Webhook).values(**row, webhook_id=secrets.token_urlsafe(_ID_BYTES)).on_conflict_do_nothing()
        self.session.execute(made)
        return self.session.scalars(
            select(Webhook).where(Webhook.app_id == self.app.id, Webhook.node_id == node_id)
        ).one()


def live(session: DbSession, webhook_id: str, settings: KernelSettings) -> Hook:
    """What is published, as of the commit that published it. Raises WebhookNotFound, SecretsLost."""
    own = (AppTrigger.app_id == Webhook.app_id) & (AppTrigger.node_id == Webhook.node_id)
    found = select(Webhook.id, AppTrigger).join(AppTrigger, own).join(App, App.id == Webhook.app_id)
    wanted = (Webhook.webhook_id == webhook_id, AppTrigger.kind == KIND, AppTrigger.enabled, App.deleted_at.is_(None))
    row = session.execute(found.where(*wanted)).one_or_none()
    if row is None:
        raise WebhookNotFound
    hook_id, trigger = row
    data = WebhookData.model_validate(trigger.config)
    secret = _secret(session, trigger.workflow_id, data, settings)
    plain = (trigger.workspace_id, trigger.app_id, trigger.workflow_id, trigger.node_id)
    return Hook(hook_id, *plain, data, secret)


def of_draft(session: DbSession, webhook_id: str, settings: KernelSettings) -> Hook:
    """The same node of the draft. Raises WebhookNotFound, SecretsLost."""
    found = select(Webhook, Workflow).join(App, App.id == Webhook.app_id)
    found = found.join(Workflow, (Workflow.app_id == App.id) & (Workflow.state == "draft"))
    row = session.execute(found.where(Webhook.webhook_id == webhook_id, App.deleted_at.is_(None))).one_or_none()
    data = _data_in(row[1], row[0].node_id) if row is not None else None
    if row is None or data is None:
        raise WebhookNotFound("The draft has no such webhook, or its settings aren't valid.")
    hook, draft = row
    secret = _secret(session, draft.id, data, settings)
    return Hook(hook.id, draft.workspace_id, hook.app_id, draft.id, hook.node_id, data, secret, is_draft=True)


def require_in_draft(session: DbSession, app: App, node_id: str) -> None:
    """Raises WebhookNotFound, DraftNotExist, NotForThisMode."""
    draft = DraftService(session, app, current.settings(KernelSettings)).get()
    nodes = (node for node in draft.graph.get("nodes") or () if isinstance(node, dict))
    if not any(node.get("id") == node_id and (node.get("data") or {}).get("type") == KIND for node in nodes):
        raise WebhookNotFound("The draft has no such webhook.")


def _data_in(draft: Workflow, node_id: str) -> WebhookData | None:
    for node in draft.graph.get("nodes") or ():
        if isinstance(node, dict) and node.get("id") == node_id and (node.get("data") or {}).get("type") == KIND:
            try:
                data = NODES[KIND].parse(node["data"])
            except ValueError:
                return None
            return None if [*NODES[KIND].problems(data)] else data
    return None


def _secret(session: DbSession, workflow_id: UUID, data: WebhookData, settings: KernelSettings) -> str:
    """Without reading the graph beside it."""
    if not data.signature.form:
        return ""
    few = load_only(Workflow.id, Workflow.workspace_id, Workflow.sealed_secrets)
    workflow = session.scalars(select(Workflow).where(Workflow.id == workflow_id).options(few)).one()
    return secrets_of(workflow, settings).get(data.signature.secret, "")
