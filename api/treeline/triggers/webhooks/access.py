"""Whoever knows the address of a webhook may call it: that, and perhaps a signature, is all it takes."""

import re
from collections.abc import Callable

from flask import g, request

from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.server.later import belongs_to
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Access
from treeline.triggers.webhooks.errors import WebhookNotFound
from treeline.triggers.webhooks.service import Hook, live, of_draft

# What may be one; others are not looked up.
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


def _checked(look_up: Callable[[DbSession, str, KernelSettings], Hook]) -> Callable[[], None]:
    def check() -> None:
        """Before any of the body is received. No cookie is looked at."""
        webhook_id = str((request.view_args or {}).get("webhook_id", ""))
        if not _ID.fullmatch(webhook_id):
            raise WebhookNotFound
        with unit_of_work() as session:
            g.hook = look_up(session, webhook_id, current.settings(KernelSettings))
        belongs_to("webhook", g.hook.id)

    return check


WEBHOOK = Access("webhook", _checked(live), refusals=(WebhookNotFound,))
DEBUG_WEBHOOK = Access("webhook", _checked(of_draft), refusals=(WebhookNotFound,))


def current_hook() -> Hook:
    """The webhook that this request has asked for."""
    return g.hook
