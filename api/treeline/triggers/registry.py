"""The kinds of triggers, by node type."""

from collections.abc import Mapping

from treeline.triggers.events.kind import EventKind
from treeline.triggers.kinds import TriggerKind
from treeline.triggers.schedules.kind import ScheduleKind
from treeline.triggers.webhooks.kind import WebhookKind

KINDS: Mapping[str, TriggerKind] = {
    "trigger-webhook": WebhookKind(),
    "trigger-schedule": ScheduleKind(),
    "trigger-plugin": EventKind(),
}
