from collections.abc import Mapping
from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.tracing.configs import shown
from treeline.tracing.errors import TraceDeliveryNotFound, TraceNotFailed, TraceTargetExists, TraceTargetNotFound
from treeline.tracing.models import TraceDelivery, TraceTarget
from treeline.tracing.schemas import (
    TraceConfigIn,
    TraceConfigOut,
    TraceConfigsOut,
    TraceConfigUpdate,
    TraceDeliveriesQuery,
    TraceDeliveryOut,
    TraceProviderIn,
    TraceProviderQuery,
    TracesResent,
    TraceSwitch,
    TraceSwitchOut,
    TraceTest,
)
from treeline.tracing.service import TraceTargets
from treeline.tracing.settings import TracingSettings
from treeline.tracing.testing import TargetTest

APP = "/console/api/apps/<uuid:app_id>"
GONE = (AppNotFound, TraceTargetNotFound)
WRONG = (AppNotFound, TraceTargetExists, InvalidInput)


def app_targets(app_id: UUID, can: str) -> TraceTargets:
    return TraceTargets(db.session, get_app(app_id, can), current.settings(TracingSettings))


tracing = Routes("tracing", APP, group="Tracing", access=CONSOLE_OR_TOKEN, scope=app_targets)
tests = Routes("trace_tests", APP, group="Tracing", access=CONSOLE_OR_TOKEN, scope=TargetTest)


@tracing.get("/trace", can="read", refusals=[AppNotFound])
def read_tracing(targets: TraceTargets) -> TraceSwitchOut:
    """Get whether runs are traced, and with which provider."""
    chosen = next((each.provider for each in targets.all() if each.enabled), None)
    return TraceSwitchOut.model_validate({"enabled": chosen is not None, "tracing_provider": chosen})


@tracing.post("/trace", can="edit", deed="tracing.change", refusals=GONE)
def switch_tracing(targets: TraceTargets, body: TraceSwitch) -> Done:
    """Turn tracing on with one provider, or off."""
    targets.switch(body.tracing_provider, enabled=body.enabled)
    return DONE


@tracing.get("/trace-configs", can="edit", refusals=[AppNotFound])
def list_trace_configs(targets: TraceTargets) -> TraceConfigsOut:
    """List the tracing providers of the app, with how many traces were delivered, wait or have failed."""
    counts = targets.counts()
    return TraceConfigsOut(data=[_out(each, counts) for each in targets.all()])


@tracing.get("/trace-config", can="edit", refusals=GONE)
def read_trace_config(targets: TraceTargets, query: TraceProviderQuery) -> TraceConfigOut:
    """Get the configuration of a tracing provider. Secrets are masked."""
    return _out(targets.get(query.tracing_provider), targets.counts())


@tracing.post(
    "/trace-config",
    can="edit",
    deed="tracing.create",
    status=201,
    refusals=WRONG,
)
def add_trace_config(targets: TraceTargets, body: TraceConfigIn) -> TraceConfigOut:
    """Set up tracing with a provider. Runs that end from then on are sent."""
    return _out(targets.add(body), {})


@tracing.patch("/trace-config", can="edit", deed="tracing.change", refusals=[*GONE, InvalidInput])
def change_trace_config(targets: TraceTargets, body: TraceConfigUpdate) -> TraceConfigOut:
    """Change the configuration of a tracing provider. It applies to traces that wait, too."""
    return _out(targets.change(body), targets.counts())


@tracing.delete("/trace-config", can="edit", deed="tracing.delete", status=204, refusals=GONE)
def delete_trace_config(targets: TraceTargets, query: TraceProviderQuery) -> None:
    """Remove a tracing provider, with the traces that wait to be sent there."""
    targets.delete(query.tracing_provider)


@tests.post("/trace-config/test", can="edit", transactional=False, refusals=GONE)
def send_test_span(test: TargetTest, body: TraceProviderIn) -> TraceTest:
    """Send a test span to a tracing provider, and say whether it was accepted."""
    error = test.send(body.tracing_provider)
    return TraceTest(ok=error is None, error=error)


@tracing.get("/trace-deliveries", can="edit", refusals=[AppNotFound])
def list_trace_deliveries(targets: TraceTargets, query: TraceDeliveriesQuery) -> Page[TraceDeliveryOut]:
    """List the traces of the app's runs, newest first, with what became of them."""
    rows, total = targets.deliveries(query.tracing_provider, query.state, query.offset, query.limit)
    return Page.of([_sent(*each) for each in rows], total, query)


@tracing.post("/trace-deliveries/resend", can="edit", deed="tracing.resend", refusals=GONE)
def resend_traces(targets: TraceTargets, body: TraceProviderIn) -> TracesResent:
    """Send all failed traces of a provider again."""
    return TracesResent(count=targets.resend_all(body.tracing_provider))


@tracing.post(
    "/trace-deliveries/<uuid:delivery_id>/resend",
    can="edit",
    deed="tracing.resend",
    refusals=[AppNotFound, TraceDeliveryNotFound, TraceNotFailed],
)
def resend_trace(targets: TraceTargets, delivery_id: UUID) -> TraceDeliveryOut:
    """Send a failed trace again."""
    return _sent(*targets.resend(delivery_id))


def _out(target: TraceTarget, counts: Mapping[tuple[UUID, str], int]) -> TraceConfigOut:
    told = {name: getattr(target, name) for name in TraceConfigOut.model_fields if hasattr(target, name)}
    many = {state: counts.get((target.id, state), 0) for state in ("waiting", "delivered", "failed")}
    own = {"tracing_provider": target.provider, "tracing_config": shown(target)}
    return TraceConfigOut.model_validate({**told, **many, **own})


def _sent(delivery: TraceDelivery, provider: str) -> TraceDeliveryOut:
    names = ("id", "run_id", "state", "attempts", "error", "created_at", "ended_at")
    own = {"tracing_provider": provider, "trace_id": delivery.run_id.hex}
    return TraceDeliveryOut.model_validate({**{name: getattr(delivery, name) for name in names}, **own})
