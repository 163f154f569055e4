from sqlalchemy import String, cast

from treeline.apps import ports as apps
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.runs import ports as runs
from treeline.tracing import tasks
from treeline.tracing.configs import SEALED
from treeline.tracing.controllers import tests, tracing
from treeline.tracing.models import TraceDelivery
from treeline.tracing.recording import run_ended
from treeline.tracing.removal import forget_app_traces
from treeline.tracing.settings import TracingSettings

FEATURE = Feature(
    settings=TracingSettings,
    routes=[tracing, tests],
    tasks=[tasks],
    gives=[
        runs.ended(run_ended),
        apps.deleting(forget_app_traces),
        sealed_columns(SEALED),
        named(Named("delivery_id", "tracing", TraceDelivery.id, cast(TraceDelivery.run_id, String))),
    ],
)
