from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from treeline.accounts.access import Member, lock_workspace
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.kernel.claims import seconds_from_now
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, require_no_transaction, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import InvalidInput
from treeline.kernel.newest import first_of_each
from treeline.triggers.events.errors import SourceFailed, SubscriptionExists, SubscriptionInUse, SubscriptionNotFound
from treeline.triggers.events.kinds.kind import Look, LookFailed, Source
from treeline.triggers.events.kinds.registry import POLLED
from treeline.triggers.events.models import TriggerSubscription
from treeline.triggers.events.recording import NODE
from treeline.triggers.events.refreshing import TASK
from treeline.triggers.events.schemas import SubscriptionIn, SubscriptionUpdate
from treeline.triggers.events.secrets import keeps, masked, sealed, source_of, stored
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.models import AppTrigger
from treeline.triggers.settings import TriggerSettings

MAX_SUBSCRIPTIONS = 100
AGAIN = "this belongs to another server or account, so enter it again."


class Subscriptions:
    """Those of one workspace, in the name of one member. No transaction may be open: each method has its own, and none
    while a source is asked.
    """

    def __init__(self, member: Member, settings: TriggerSettings):
        self.member, self.settings = member, settings

    def page(self, offset: int, limit: int) -> tuple[list[TriggerSubscription], int]:
        """Some of them by name, and how many there are."""
        mine = TriggerSubscription.workspace_id == self.member.workspace_id
        with unit_of_work() as session:
            total = session.scalar(select(func.count()).select_from(TriggerSubscription).where(mine)) or 0
            by_name = select(TriggerSubscription).where(mine).order_by(TriggerSubscription.name, TriggerSubscription.id)
            return list(session.scalars(by_name.offset(offset).limit(limit))), total

    def get(self, subscription_id: UUID) -> TriggerSubscription:
        """Raises SubscriptionNotFound."""
        with unit_of_work() as session:
            return self._get(session, subscription_id)

    def add(self, given: SubscriptionIn) -> TriggerSubscription:
        """Add one whose source answers: what happens there from now on is told.

        Raises SubscriptionExists, SourceFailed, InvalidInput, AppNotFound, DatasetNotFound.
        """
        source = given.source
        if masked(source):
            raise _secret_again(source)
        with unit_of_work() as session:
            self._check_new(session, given.name)
            self._require_target(session, source)
        look = self._looked(source)
        with unit_of_work() as session:
            lock_workspace(session, self.member.workspace_id)
            self._check_new(session, given.name)
            row = TriggerSubscription(
                workspace_id=self.member.workspace_id,
                name=given.name,
                kind=source.kind,
                every=given.every,
                created_by=self.member.account_id,
            )
            self._set(row, source, look)
            session.add(row)
            _flush(session, given.name)
            session.refresh(row)
            done(session, object_id=row.id, object_name=row.name)
        return row

    def change(self, subscription_id: UUID, given: SubscriptionUpdate) -> TriggerSubscription:
        """Change what is given; another source must answer, and is told of from now on.

        Raises SubscriptionNotFound, SubscriptionExists, SourceFailed, InvalidInput, AppNotFound, DatasetNotFound.
        """
        before = self.get(subscription_id)
        source = self._other_source(before, given.source)
        look = self._looked(source) if source is not None else None
        with unit_of_work() as session:
            lock_workspace(session, self.member.workspace_id)
            row = self._get(session, subscription_id, lock=True)
            row.name, row.every, row.updated_at = given.name or row.name, given.every or row.every, now()
            if source is not None:
                self._set(row, source, look)
            if given.enabled is not None and given.enabled != row.enabled:
                # What happens during a pause is not told afterwards.
                row.enabled, row.cursor = given.enabled, row.cursor if not given.enabled else None
                row.due_at = seconds_from_now(0) if row.kind in POLLED else None
                enqueue(TASK)
            # Whoever looks at it now looks at what it was.
            row.claim, row.claimed_until, row.attempt = None, None, 0
            _flush(session, row.name)
            session.refresh(row)
            done(session, object_name=row.name)
        return row

    def delete(self, subscription_id: UUID) -> None:
        """Raises SubscriptionNotFound, SubscriptionInUse."""
        with unit_of_work() as session:
            # Nobody may begin to listen until the commit.
            row = self._get(session, subscription_id, lock=True, key_share=False)
            if used := uses(session, [row]).get(row.id):
                names = ", ".join(sorted({app_name for _, app_name, _, _ in used})[:5])
                raise SubscriptionInUse(f"Published workflows listen to {row.name}: {names}. Change them first.")
            session.delete(row)
            done(session)

    def test(self, subscription_id: UUID) -> tuple[str | None, dict[str, Any] | None]:
        """Why its source could not be asked, or the newest event. It is then looked at as usual, too."""
        row = self.get(subscription_id)
        if row.kind not in POLLED:
            newest = self.events(subscription_id, 0, 1)[0]
            return None, newest[0].content if newest else None
        try:
            look = self._looked(source_of(row, self.settings))
        except SourceFailed as error:
            return error.message, None
        finally:
            self._look_soon(subscription_id)
        sample = look.found[-1] if look and look.found else None
        return None, {"event": sample.name, **sample.data} if sample else None

    def events(self, subscription_id: UUID, offset: int, limit: int) -> tuple[list[TriggerEvent], int]:
        """The newest first, and how many there are. Raises SubscriptionNotFound."""
        with unit_of_work() as session:
            mine = TriggerEvent.source_id == self._get(session, subscription_id).id
            total = session.scalar(select(func.count()).select_from(TriggerEvent).where(mine)) or 0
            newest = select(TriggerEvent).where(mine).order_by(TriggerEvent.id.desc())
            return list(session.scalars(newest.offset(offset).limit(limit))), total

    def deliveries(self, events: Sequence[TriggerEvent]) -> dict[UUID, list[TriggerDelivery]]:
        with unit_of_work() as session:
            wanted = select(TriggerDelivery).where(TriggerDelivery.event_id.in_([each.id for each in events]))
            found: dict[UUID, list[TriggerDelivery]] = {}
            for each in session.scalars(wanted.order_by(TriggerDelivery.app_id, TriggerDelivery.node_id)):
                found.setdefault(each.event_id, []).append(each)
            return found

    def _other_source(self, before: TriggerSubscription, given: Source | None) -> Source | None:
        """With the secrets that stay; None if it is what it was. Raises InvalidInput, AppNotFound, DatasetNotFound."""
        if given is None:
            return None
        if given.kind != before.kind:
            raise InvalidInput.at("source.kind", "subscription_kind", "the kind of a subscription can't be changed.")
        with unit_of_work() as session:
            self._require_target(session, given)
        try:
            known = source_of(before, self.settings)
        except SourceFailed:
            known = None
        if masked(given):
            # Secrets that were given for one place are not sent to another.
            if known is None or known.place != given.place:
                raise _secret_again(given)
            given = keeps(given, known)
        return None if given == known else given

    def _looked(self, source: Source) -> Look | None:
        """None: it is nothing that is looked at. Raises SourceFailed."""
        require_no_transaction()
        if source.kind not in POLLED:
            return None
        try:
            return POLLED[source.kind].look(source, None, self.settings)
        except LookFailed as error:
            raise SourceFailed(str(error)) from error

    def _set(self, row: TriggerSubscription, source: Source, look: Look | None) -> None:
        row.source, row.sealed_secrets = stored(source), sealed(source, self.member.workspace_id, self.settings)
        row.app_id, row.dataset_id = getattr(source, "app_id", None), getattr(source, "dataset_id", None)
        row.failures, row.error = 0, None
        if look is not None:
            row.cursor, row.looked_at, row.due_at = look.cursor, now(), seconds_from_now(max(row.every, look.wait))

    def _look_soon(self, subscription_id: UUID) -> None:
        with unit_of_work() as session:
            row = self._get(session, subscription_id, lock=True)
            row.due_at = seconds_from_now(0)
            enqueue(TASK)

    def _require_target(self, session: DbSession, source: Source) -> None:
        workspace_id, account_id = self.member.workspace_id, self.member.account_id
        if (app_id := getattr(source, "app_id", None)) is not None:
            living = (App.id == app_id, App.workspace_id == workspace_id, App.deleted_at.is_(None))
            if session.scalar(select(App.id).where(*living)) is None:
                raise AppNotFound
        if (dataset_id := getattr(source, "dataset_id", None)) is not None:
            caller = Caller(workspace_id, account_id, self.member.role)
            if session.scalar(select(Dataset.id).where(Dataset.id == dataset_id, visible(caller))) is None:
                raise DatasetNotFound

    def _get(
        self, session: DbSession, subscription_id: UUID, *, lock: bool = False, key_share: bool = True
    ) -> TriggerSubscription:
        mine = (
            TriggerSubscription.id == subscription_id,
            TriggerSubscription.workspace_id == self.member.workspace_id,
        )
        found = select(TriggerSubscription).where(*mine)
        row = session.scalars(found.with_for_update(key_share=key_share) if lock else found).one_or_none()
        if row is None:
            raise SubscriptionNotFound
        return row

    def _check_new(self, session: DbSession, name: str) -> None:
        mine = TriggerSubscription.workspace_id == self.member.workspace_id
        names = list(session.scalars(select(TriggerSubscription.name).where(mine)))
        if name in names:
            raise SubscriptionExists(name)
        if len(names) >= MAX_SUBSCRIPTIONS:
            told = f"a workspace can have at most {MAX_SUBSCRIPTIONS} subscriptions. Delete one you no longer use."
            raise InvalidInput.at("name", "too_many_subscriptions", told, most=MAX_SUBSCRIPTIONS)


Use = tuple[UUID, str, str, str]


def uses(session: DbSession, rows: Sequence[TriggerSubscription]) -> dict[UUID, list[Use]]:
    """The nodes of published workflows that listen, by subscription: (app, its name, node, its title)."""
    subscription = AppTrigger.config["subscription_id"].as_string()
    found = (
        select(subscription, AppTrigger.app_id, App.name, AppTrigger.node_id, AppTrigger.title)
        .join(App, App.id == AppTrigger.app_id)
        .where(
            AppTrigger.workspace_id.in_({row.workspace_id for row in rows}),
            AppTrigger.kind == NODE,
            App.deleted_at.is_(None),
            subscription.in_([str(row.id) for row in rows]),
        )
        .order_by(App.name, AppTrigger.node_id)
    )
    used: dict[UUID, list[Use]] = {}
    for subscription_id, app_id, app_name, node_id, title in session.execute(found):
        used.setdefault(UUID(subscription_id), []).append((app_id, app_name, node_id, title))
    return used


def last_events(session: DbSession, rows: Sequence[TriggerSubscription]) -> dict[UUID, datetime]:
    """When the newest event of each came."""
    if not rows:
        return {}
    one = first_of_each(
        session,
        select(TriggerEvent.source_id, TriggerEvent.created_at).order_by(TriggerEvent.id.desc()).limit(1),
        (TriggerEvent.source_id == TriggerSubscription.id,),
        [(TriggerEvent.source_id == row.id,) for row in rows],
    )
    found = select(TriggerSubscription.id, one.c.created_at).join(one, one.c.source_id == TriggerSubscription.id)
    wanted = found.where(TriggerSubscription.id.in_([row.id for row in rows]))
    return dict(iter(session.execute(wanted).all()))


def targets(session: DbSession, rows: Sequence[TriggerSubscription]) -> dict[UUID, str]:
    """Names of the apps and knowledge bases that are watched, of those that are there."""
    apps = select(App.id, App.name).where(App.id.in_([row.app_id for row in rows]), App.deleted_at.is_(None))
    bases = select(Dataset.id, Dataset.name).where(
        Dataset.id.in_([row.dataset_id for row in rows]), Dataset.deleted_at.is_(None)
    )
    return dict(iter([*session.execute(apps).all(), *session.execute(bases).all()]))


def _secret_again(source: Source) -> InvalidInput:
    name = next(iter(masked(source)))
    # Where the body's own checks would name it.
    return InvalidInput.at(f"source.{source.kind}.{name}", "secret_elsewhere", AGAIN)


def _flush(session: DbSession, name: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise SubscriptionExists(name) from error
