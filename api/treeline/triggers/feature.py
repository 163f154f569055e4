from treeline.apps import ports as apps
from treeline.assets.versions import ports as assets
from treeline.datasets import ports as datasets
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.runs import ports as runs
from treeline.triggers.controllers import triggers
from treeline.triggers.events import causes
from treeline.triggers.events import tasks as refreshing
from treeline.triggers.events.controllers import subscriptions
from treeline.triggers.events.models import TriggerSubscription
from treeline.triggers.events.secrets import SEALED
from treeline.triggers.inbox import tasks as inbox
from treeline.triggers.inbox.removal import forget_app_events
from treeline.triggers.listening.controllers import listening
from treeline.triggers.models import AppTrigger
from treeline.triggers.publishing import sync
from treeline.triggers.schedules import tasks as scheduling
from treeline.triggers.schedules.controllers import of_app, schedules
from treeline.triggers.settings import TriggerSettings
from treeline.triggers.webhooks.controllers import addresses, debug_hooks, hooks
from treeline.workflows import ports as workflows

FEATURE = Feature(
    settings=TriggerSettings,
    routes=[triggers, addresses, hooks, debug_hooks, listening, schedules, of_app, subscriptions],
    tasks=[inbox, scheduling, refreshing],
    gives=[
        workflows.published(sync),
        apps.deleting(forget_app_events),
        assets.published(causes.version_published),
        runs.ended(causes.run_ended),
        datasets.synced(causes.knowledge_synced),
        sealed_columns(SEALED),
        named(
            Named("trigger_id", "trigger", AppTrigger.id, AppTrigger.title),
            Named("subscription_id", "subscription", TriggerSubscription.id, TriggerSubscription.name),
        ),
    ],
)
