from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.exc import IntegrityError

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue
from treeline.tracing.configs import ConfigUnreadable, config_of, put, taken
from treeline.tracing.delivery import TASK
from treeline.tracing.errors import TraceDeliveryNotFound, TraceNotFailed, TraceTargetExists, TraceTargetNotFound
from treeline.tracing.kinds import KINDS
from treeline.tracing.models import TraceDelivery, TraceTarget
from treeline.tracing.schemas import TraceConfigIn, TraceConfigUpdate
from treeline.tracing.settings import TracingSettings


class TraceTargets:
    """Where the traces of one app go, and what became of them."""

    def __init__(self, session: DbSession, app: App, settings: TracingSettings):
        self.session, self.app, self.settings = session, app, settings

    def all(self) -> list[TraceTarget]:
        """The oldest first."""
        mine = select(TraceTarget).where(TraceTarget.app_id == self.app.id)
        return list(self.session.scalars(mine.order_by(TraceTarget.created_at, TraceTarget.id)))

    def get(self, provider: str, *, lock: bool = False) -> TraceTarget:
        """Raises TraceTargetNotFound."""
        mine = select(TraceTarget).where(TraceTarget.app_id == self.app.id, TraceTarget.provider == provider)
        target = self.session.scalars(mine.with_for_update(key_share=True) if lock else mine).one_or_none()
        if target is None:
            raise TraceTargetNotFound
        return target

    def add(self, given: TraceConfigIn) -> TraceTarget:
        """Raises TraceTargetExists, InvalidInput."""
        values = taken(KINDS[given.tracing_provider], given.tracing_config)
        target = TraceTarget(
            workspace_id=self.app.workspace_id,
            app_id=self.app.id,
            provider=given.tracing_provider,
            enabled=given.enabled,
            sampling=given.sampling,
            contents=given.contents,
            patterns=given.patterns,
        )
        put(target, values, self.settings)
        self.session.add(target)
        try:
            self.session.flush()
        except IntegrityError as error:
            raise TraceTargetExists from error
        return target

    def change(self, given: TraceConfigUpdate) -> TraceTarget:
        """What waits is sent as it says from now on. Raises TraceTargetNotFound, InvalidInput."""
        target = self.get(given.tracing_provider, lock=True)
        if given.tracing_config is not None:
            try:
                known = config_of(target, self.settings)
            except ConfigUnreadable:
                known = None
            put(target, taken(KINDS[target.provider], given.tracing_config, known), self.settings)
        for name in ("enabled", "sampling", "contents", "patterns"):
            if (value := getattr(given, name)) is not None:
                setattr(target, name, value)
        target.failures, target.error, target.updated_at = 0, None, now()
        self._serve_now(target)
        return target

    def delete(self, provider: str) -> None:
        """With what is still to be sent. Raises TraceTargetNotFound."""
        self.session.delete(self.get(provider, lock=True))

    def switch(self, provider: str | None, *, enabled: bool) -> None:
        """One on and the others off, or all off. Raises TraceTargetNotFound."""
        chosen = self.get(provider, lock=True) if enabled and provider else None
        if enabled and chosen is None:
            raise TraceTargetNotFound("Choose a tracing provider that is set up for the app.")
        for target in self.all():
            target.enabled = target is chosen

    def counts(self) -> Mapping[tuple[UUID, str], int]:
        """By target and state."""
        found = (
            select(TraceDelivery.target_id, TraceDelivery.state, func.count())
            .join(TraceTarget, TraceTarget.id == TraceDelivery.target_id)
            .where(TraceTarget.app_id == self.app.id)
            .group_by(TraceDelivery.target_id, TraceDelivery.state)
        )
        return {(target_id, state): count for target_id, state, count in self.session.execute(found)}

    def deliveries(
        self, provider: str | None, state: str | None, offset: int, limit: int
    ) -> tuple[list[tuple[TraceDelivery, str]], int]:
        """With their providers, the newest first, and how many there are."""
        which = [TraceTarget.app_id == self.app.id]
        which += [TraceTarget.provider == provider] if provider else []
        which += [TraceDelivery.state == state] if state else []
        mine = select(TraceDelivery, TraceTarget.provider).join(TraceTarget, TraceTarget.id == TraceDelivery.target_id)
        mine = mine.where(*which)
        total = self.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        newest = mine.order_by(TraceDelivery.id.desc()).offset(offset).limit(limit)
        return [(row, name) for row, name in self.session.execute(newest)], total

    def resend(self, delivery_id: UUID) -> tuple[TraceDelivery, str]:
        """Raises TraceDeliveryNotFound, TraceNotFailed."""
        mine = (
            select(TraceDelivery, TraceTarget)
            .join(TraceTarget, TraceTarget.id == TraceDelivery.target_id)
            .where(TraceDelivery.id == delivery_id, TraceTarget.app_id == self.app.id)
        )
        found = self.session.execute(mine.with_for_update(of=TraceDelivery)).one_or_none()
        if found is None:
            raise TraceDeliveryNotFound
        delivery, target = found
        if delivery.state != "failed":
            raise TraceNotFailed
        delivery.state, delivery.error, delivery.attempts = "waiting", None, 0
        delivery.waits_since, delivery.ended_at = now(), None
        self._serve_now(target)
        return delivery, target.provider

    def resend_all(self, provider: str) -> int:
        """All that have failed. How many. Raises TraceTargetNotFound."""
        target = self.get(provider, lock=True)
        again = {"state": "waiting", "error": None, "attempts": 0, "waits_since": now(), "ended_at": None}
        failed = (TraceDelivery.target_id == target.id, TraceDelivery.state == "failed")
        done = self.session.execute(update(TraceDelivery).where(*failed).values(**again))
        self._serve_now(target)
        return cast(CursorResult[Any], done).rowcount

    def _serve_now(self, target: TraceTarget) -> None:
        """Whatever pause it was in."""
        target.due_at = now()
        enqueue(TASK)
