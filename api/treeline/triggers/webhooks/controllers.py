from typing import Any
from uuid import UUID

from flask import Response
from pydantic import Field

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.files.errors import BytesTooMany
from treeline.files.uploads.errors import UnsupportedFile
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.schemas import Query, Schema, Timestamp
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Routes
from treeline.triggers.access import trigger_url
from treeline.triggers.inbox.history import heard_events
from treeline.triggers.settings import TriggerSettings
from treeline.triggers.webhooks.access import DEBUG_WEBHOOK, WEBHOOK, current_hook
from treeline.triggers.webhooks.errors import SignatureInvalid, TooManyDeliveries, WebhookNotFound, WebhookRefused
from treeline.triggers.webhooks.receiving import Receiver
from treeline.triggers.webhooks.replies import replied
from treeline.triggers.webhooks.requests import received
from treeline.triggers.webhooks.service import Webhooks, require_in_draft
from treeline.workflows.errors import DraftNotExist, NotForThisMode

REFUSALS = (WebhookRefused, SignatureInvalid, TooManyDeliveries, UnsupportedFile, BytesTooMany)
# OPTIONS first: Flask adds it to every other rule. HEAD comes with GET.
METHODS = ("OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE")

hooks = Routes("webhooks", "/triggers/webhook/<webhook_id>", group="Triggers", access=WEBHOOK)
debug_hooks = Routes("debug_webhooks", "/triggers/webhook-debug/<webhook_id>", group="Triggers", access=DEBUG_WEBHOOK)
addresses = Routes(
    "webhook_addresses",
    "/console/api/apps/<uuid:app_id>/workflows/triggers/webhook",
    group="Triggers",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
)


def _most(_: KernelSettings) -> int:
    return current.settings(TriggerSettings).webhook_request_body_max_size


def _receive() -> Response:
    hook = current_hook()
    receiver = Receiver(current.storage(), current.redis(), current.settings(TriggerSettings))
    receiver.admit(hook)
    receiver.take(hook, received())
    return replied(hook.data)


def _receives(routes: Routes, method: str, said: str) -> None:
    def receive(webhook_id: str) -> Response:
        return _receive()

    receive.__name__, receive.__doc__ = f"receive_{method.lower()}", said
    routes.operation(method, "", transactional=False, max_body=_most, refusals=REFUSALS)(receive)


for _method in METHODS:
    _receives(hooks, _method, f"Send a webhook by {_method}. Starts a run of the published workflow.")
    _receives(debug_hooks, _method, f"Send a webhook by {_method} to whoever tests the draft.")


class NodeQuery(Query):
    node_id: str = Field(min_length=1, max_length=255)


class WebhookOut(Schema):
    id: UUID
    webhook_id: str
    webhook_url: str
    webhook_debug_url: str
    node_id: str
    created_at: Timestamp


class HeardRequest(Schema):
    """What was sent to a debug address, as it is stored: secrets are masked."""

    id: UUID
    created_at: Timestamp
    content: Any


@addresses.get("", can="edit", refusals=(AppNotFound, NotForThisMode, DraftNotExist, WebhookNotFound))
def read_webhook(app: App, query: NodeQuery) -> WebhookOut:
    """Get the addresses of a webhook node: of what is published, and of the draft."""
    require_in_draft(db.session, app, query.node_id)
    row = Webhooks(db.session, app).obtain(query.node_id)
    return WebhookOut(
        id=row.id,
        webhook_id=row.webhook_id,
        webhook_url=trigger_url(f"webhook/{row.webhook_id}"),
        webhook_debug_url=trigger_url(f"webhook-debug/{row.webhook_id}"),
        node_id=row.node_id,
        created_at=row.created_at,
    )


@addresses.get("/requests", can="edit", refusals=(AppNotFound, NotForThisMode, DraftNotExist, WebhookNotFound))
def list_webhook_requests(app: App, query: NodeQuery) -> list[HeardRequest]:
    """List the last requests to the debug address of a webhook node, newest first."""
    require_in_draft(db.session, app, query.node_id)
    hook = Webhooks(db.session, app).obtain(query.node_id)
    return [
        HeardRequest(id=event.id, created_at=event.created_at, content=event.content)
        for event in heard_events(db.session, hook.id)
    ]
