"""From a request to a row: signature, faults, files, and then the event, before anybody is told that it was taken."""

import logging
from collections.abc import Sequence
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from treeline.accounts.counts import RedisCounts
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.files import service as files
from treeline.files.uploads.service import UploadService
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.triggers.inbox.service import Inbox, NewEvent, kept
from treeline.triggers.settings import TriggerSettings
from treeline.triggers.starting import USER
from treeline.triggers.webhooks.errors import TooManyDeliveries, WebhookRefused
from treeline.triggers.webhooks.reading import Part, Received, told_by
from treeline.triggers.webhooks.service import KIND, Hook
from treeline.triggers.webhooks.signatures import delivery_id, verify
from treeline.workflows.running.ports.files import kind_of
from treeline.workflows.starting.files import LOCAL

log = logging.getLogger(__name__)

MINUTE = 60
# As in any other refusal.
MOST_DETAILS = 100


class Receiver:
    """Takes requests in for webhooks. No transaction may be open."""

    def __init__(self, storage: Storage, redis: Redis, settings: TriggerSettings):
        self.storage, self.redis, self.settings = storage, redis, settings

    def admit(self, hook: Hook) -> None:
        """Raises TooManyDeliveries. What Redis does not count is taken: the row is what matters."""
        most = self.settings.webhook_max_requests_per_minute
        if not most:
            return
        try:
            wait = RedisCounts(self.redis).attempt(f"webhook:{hook.id}", most, MINUTE)
        except RedisError as error:
            log.warning("requests to webhooks are not counted while Redis is down: %s", error)
            return
        if wait:
            seconds = -(-wait // 1000)
            said = f"This webhook takes {most} requests a minute. Try again in {seconds} seconds."
            raise TooManyDeliveries(said, headers={"Retry-After": str(seconds)})

    def take(self, hook: Hook, received: Received) -> None:
        """Record it. One that was delivered before is taken, too, and not recorded again.

        Raises SignatureInvalid, WebhookRefused with all that is wrong, UnsupportedFile, BytesTooMany.
        """
        form = hook.data.signature.form
        if form:
            verify(form, hook.secret, received.headers, received.body, now().timestamp())
        told = told_by(hook.data, received)
        if told.problems:
            said = " ".join(f"{each['path']}: {each['message'].rstrip('.')}." for each in told.problems[:10])
            raise WebhookRefused(said, told.problems[:MOST_DETAILS])
        stored = {"files": self._stored(hook, told.wanted)} if told.wanted else {}
        content = kept(self.storage, told.content | stored)
        event = NewEvent(
            workspace_id=hook.workspace_id,
            app_id=hook.app_id,
            source=KIND,
            source_id=hook.id,
            content=content,
            # Who tries a draft sends the same again and again.
            delivery_id=None if hook.is_draft else delivery_id(form, received.headers, told.content["body"]),
            workflow_id=None if hook.is_draft else hook.workflow_id,
            heard=hook.is_draft,
        )
        recorded = None
        try:
            with unit_of_work() as session:
                recorded = Inbox(session).record(event)
        finally:
            if recorded is None and content.stored is not None:
                files.discard(self.storage, content.stored)

    def _stored(self, hook: Hook, parts: Sequence[Part]) -> dict[str, list[dict[str, Any]]]:
        """The files of a request by their field, as a run is given them."""
        uploads = UploadService(hook.workspace_id, hook.app_id, self.storage, self.settings)
        found: dict[str, list[dict[str, Any]]] = {}
        for part in parts:
            name, media_type = uploads.checked_name(part.name, part.media_type)
            received = uploads.receive(media_type, [part.content])
            with unit_of_work() as session:
                end_user = EndUserService(session, session.get_one(App, hook.app_id)).obtain(USER)
                upload = uploads.record(session, received, name, media_type, end_user_id=end_user.id)
            value = {"type": kind_of(media_type), "transfer_method": LOCAL, "upload_file_id": str(upload.id)}
            found.setdefault(part.field, []).append(value)
        return found
