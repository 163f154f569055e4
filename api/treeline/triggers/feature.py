from treeline.apps import ports as apps
from treeline.kernel.features import Feature
from treeline.triggers.controllers import triggers
from treeline.triggers.inbox import tasks as inbox
from treeline.triggers.inbox.removal import forget_app_events
from treeline.triggers.listening.controllers import listening
from treeline.triggers.publishing import sync
from treeline.triggers.schedules import tasks as scheduling
from treeline.triggers.schedules.controllers import of_app, schedules
from treeline.triggers.settings import TriggerSettings
from treeline.triggers.webhooks.controllers import addresses, debug_hooks, hooks
from treeline.workflows import ports as workflows

FEATURE = Feature(
    settings=TriggerSettings,
    routes=[triggers, addresses, hooks, debug_hooks, listening, schedules, of_app],
    tasks=[inbox, scheduling],
    gives=[workflows.published(sync), apps.deleting(forget_app_events)],
)
