"""Who looks at triggers, and where they are reached."""

from uuid import UUID

from flask import request

from treeline.apps.access import get_app
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.triggers.service import Triggers
from treeline.triggers.settings import TriggerSettings


def app_triggers(app_id: UUID, can: str) -> Triggers:
    return Triggers(db.session, get_app(app_id, can))


def trigger_url(path: str) -> str:
    """On TRIGGER_URL; otherwise where programs reach the API, or where this request came to."""
    settings = current.settings(TriggerSettings)
    origin = settings.trigger_url or settings.console_api_url or request.host_url
    return f"{origin.rstrip('/')}/triggers/{path}"
