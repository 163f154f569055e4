from collections.abc import Sequence
from typing import cast
from uuid import UUID

from treeline.accounts.access import CONSOLE
from treeline.apps.errors import AppNotFound
from treeline.datasets.errors import DatasetNotFound
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes
from treeline.triggers.events.access import workspace_subscriptions
from treeline.triggers.events.errors import SourceFailed, SubscriptionExists, SubscriptionInUse, SubscriptionNotFound
from treeline.triggers.events.kinds.registry import KINDS, POLLED
from treeline.triggers.events.models import TriggerSubscription
from treeline.triggers.events.schemas import (
    State,
    SubscriptionEvent,
    SubscriptionIn,
    SubscriptionKind,
    SubscriptionOut,
    SubscriptionRun,
    SubscriptionTest,
    SubscriptionUpdate,
    SubscriptionUse,
)
from treeline.triggers.events.secrets import shown
from treeline.triggers.events.service import Subscriptions, last_events, targets, uses
from treeline.workflows.nodes.event_outputs import EVENT

WRONG = (InvalidInput, SubscriptionExists, SourceFailed, AppNotFound, DatasetNotFound)

subscriptions = Routes(
    "trigger_subscriptions",
    "/console/api/workspaces/current/trigger-subscriptions",
    group="Triggers",
    access=CONSOLE,
    scope=workspace_subscriptions,
)


@subscriptions.get("", can="edit", transactional=False)
def list_subscriptions(of: Subscriptions, query: PageQuery) -> Page[SubscriptionOut]:
    """List the workspace's subscriptions by name."""
    rows, total = of.page(query.offset, query.limit)
    return Page.of(_shown(rows), total, query)


@subscriptions.post("", can="edit", deed="subscription.create", status=201, transactional=False, refusals=WRONG)
def add_subscription(of: Subscriptions, body: SubscriptionIn) -> SubscriptionOut:
    """Subscribe to what happens in a GitHub repository, a feed, a mailbox, an app or a knowledge base.

    The source is asked before saving; if that fails, nothing is added. Events from then on start workflows.
    """
    return _one(of.add(body))


@subscriptions.get("/<uuid:subscription_id>", can="edit", transactional=False, refusals=[SubscriptionNotFound])
def read_subscription(of: Subscriptions, subscription_id: UUID) -> SubscriptionOut:
    """Get a subscription."""
    return _one(of.get(subscription_id))


@subscriptions.patch(
    "/<uuid:subscription_id>",
    can="edit",
    deed="subscription.change",
    transactional=False,
    refusals=[SubscriptionNotFound, *WRONG],
)
def change_subscription(of: Subscriptions, subscription_id: UUID, body: SubscriptionUpdate) -> SubscriptionOut:
    """Update, pause or resume a subscription. What happens during a pause is not told afterwards."""
    return _one(of.change(subscription_id, body))


@subscriptions.delete(
    "/<uuid:subscription_id>",
    can="edit",
    deed="subscription.delete",
    status=204,
    transactional=False,
    refusals=[SubscriptionNotFound, SubscriptionInUse],
)
def delete_subscription(of: Subscriptions, subscription_id: UUID) -> None:
    """Delete a subscription that no published workflow listens to."""
    of.delete(subscription_id)


@subscriptions.post("/<uuid:subscription_id>/test", can="edit", transactional=False, refusals=[SubscriptionNotFound])
def test_subscription(of: Subscriptions, subscription_id: UUID) -> SubscriptionTest:
    """Ask the source now, and return its newest event as a sample. Starts no workflow."""
    error, sample = of.test(subscription_id)
    return SubscriptionTest(ok=error is None, error=error, sample=sample)


@subscriptions.get("/<uuid:subscription_id>/events", can="edit", transactional=False, refusals=[SubscriptionNotFound])
def list_subscription_events(of: Subscriptions, subscription_id: UUID, query: PageQuery) -> Page[SubscriptionEvent]:
    """List the events of a subscription, newest first, with the runs that each started."""
    events, total = of.events(subscription_id, query.offset, query.limit)
    runs = of.deliveries(events)
    shown_events = [
        SubscriptionEvent(
            id=each.id,
            event=(each.content or {}).get(EVENT, ""),
            content=each.content,
            state=each.state,
            error=each.error,
            runs=[SubscriptionRun.model_validate(run) for run in runs.get(each.id, ())],
            created_at=each.created_at,
        )
        for each in events
    ]
    return Page.of(shown_events, total, query)


def _one(row: TriggerSubscription) -> SubscriptionOut:
    return _shown([row])[0]


def _shown(rows: Sequence[TriggerSubscription]) -> list[SubscriptionOut]:
    with unit_of_work() as session:
        used, names, last = uses(session, rows), targets(session, rows), last_events(session, rows)
    return [
        SubscriptionOut(
            id=row.id,
            name=row.name,
            kind=cast(SubscriptionKind, row.kind),
            events=list(KINDS[row.kind].events),
            source=shown(row),
            source_name=names.get(row.app_id or row.dataset_id or row.id),
            every=row.every if row.kind in POLLED else None,
            enabled=row.enabled,
            state=_state(row, names),
            error=row.error,
            used_by=[
                SubscriptionUse(app_id=app_id, app_name=name, node_id=node_id, title=title)
                for app_id, name, node_id, title in used.get(row.id, ())
            ],
            looked_at=row.looked_at,
            next_look_at=row.due_at if row.enabled else None,
            last_event_at=last.get(row.id),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def _state(row: TriggerSubscription, names: dict[UUID, str]) -> State:
    if row.kind not in POLLED and (row.app_id or row.dataset_id) not in names:
        return "source_deleted"
    if not row.enabled:
        return "paused"
    return "error" if row.error else "active"
