from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.kinds import Heard, Listening, TriggerKind
from treeline.triggers.models import AppTrigger
from treeline.triggers.webhooks.models import Webhook
from treeline.triggers.webhooks.reading import given_values
from treeline.triggers.webhooks.service import Webhooks
from treeline.workflows.checks import graph_refusal
from treeline.workflows.engine.graph import Issue
from treeline.workflows.environment import SECRET
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.webhook import WebhookData

MOST = 5


class WebhookKind(TriggerKind):
    triggered_from = "webhook"

    def published(self, session: DbSession, app: App, workflow: Workflow, triggers: Sequence[AppTrigger]) -> None:
        issues = [*_too_many(triggers), *_without_secret(workflow, triggers)]
        if issues:
            raise graph_refusal("can't be published", issues)
        addresses = Webhooks(session, app)
        for trigger in triggers:
            addresses.obtain(trigger.node_id)

    def listeners(self, session: DbSession, event: TriggerEvent) -> Iterable[Listening]:
        """The node that was asked, in the version that has taken the request, whatever is published since."""
        found = select(Webhook.app_id, Webhook.node_id).where(Webhook.id == event.source_id)
        row = session.execute(found).one_or_none()
        if row is not None and event.workflow_id is not None:
            yield Listening(row.app_id, row.node_id, event.workflow_id)

    def values(self, data: WebhookData, content: Any) -> Mapping[str, Any]:
        return given_values(data, content)

    def heard(self, session: DbSession, app: App, node_id: str, data: Any) -> Heard | None:
        return Heard(Webhooks(session, app).obtain(node_id).id, kept_for_draft=True)


def _too_many(triggers: Sequence[AppTrigger]) -> Iterable[Issue]:
    for trigger in sorted(triggers, key=lambda each: each.node_id)[MOST:]:
        said = f"{trigger.title}: A workflow can have at most {MOST} webhooks."
        yield Issue(trigger.node_id, "nodes", said, accepted=str(MOST))


def _without_secret(workflow: Workflow, triggers: Sequence[AppTrigger]) -> Iterable[Issue]:
    known = {each.get("name") for each in workflow.environment_variables if each.get("value_type") == SECRET}
    for trigger in triggers:
        signature = WebhookData.model_validate(trigger.config).signature
        if signature.form and signature.secret not in known:
            said = f"{trigger.title}: There is no secret environment variable named {signature.secret}."
            yield Issue(trigger.node_id, "nodes", said, accepted=", ".join(sorted(filter(None, known))))
