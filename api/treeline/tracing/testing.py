"""A span that somebody sends to see whether a configuration is right."""

from uuid import UUID

from treeline.apps.access import get_app
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import db, require_no_transaction, unit_of_work
from treeline.kernel.ids import new_id
from treeline.tracing.configs import ConfigUnreadable
from treeline.tracing.delivery import address_of
from treeline.tracing.otlp import request_of, spans_of
from treeline.tracing.sending import NotDelivered, Rejected, post
from treeline.tracing.service import TraceTargets
from treeline.tracing.settings import TracingSettings
from treeline.tracing.spans import Span, Trace, span_id


class TargetTest:
    """Of one app; it is sent while no transaction is open."""

    def __init__(self, app_id: UUID, can: str):
        """Raises AppNotFound, Forbidden."""
        self.settings, self.app_id, self.can = current.settings(TracingSettings), app_id, can
        get_app(app_id, can)

    def send(self, provider: str) -> str | None:
        """Why it did not arrive; None: it did. Raises TraceTargetNotFound."""
        with unit_of_work():
            app = get_app(self.app_id, self.can)
            target, name = TraceTargets(db.session, app, self.settings).get(provider), app.name
            try:
                address = address_of(target, self.settings)
            except ConfigUnreadable as error:
                return str(error)
        require_no_transaction()
        own, at = new_id(), now()
        told = {"treeline.test": True, "treeline.app.id": str(self.app_id), "openinference.span.kind": "CHAIN"}
        trace = Trace(own.bytes, [Span(span_id(own), None, f"test {name}", at, at, told)])
        body = request_of(spans_of(trace), address.attributes)
        try:
            refused, why = post(address.url, address.headers, body, self.settings, self.settings.trace_timeout)
        except (NotDelivered, Rejected) as error:
            return str(error)
        return f"The server rejected the span: {why or 'it gave no reason'}." if refused else None
