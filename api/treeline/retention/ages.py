from dataclasses import dataclass
from datetime import timedelta

from treeline.files.postgres import TRASHED_FOR
from treeline.retention.settings import RetentionSettings

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Ages:
    """How long things are kept that nothing needs any more. Each has its reason; tests shorten them.

    Only how long conversations, workflow runs, events and the audit log are kept is the operator's to say.
    """

    # Who comes back the next morning can still send what is missing; after that the tree is tidied.
    awaited: timedelta = DAY
    # Bytes may come before the call that names them, in a push that breaks off and is resumed.
    unnamed: timedelta = DAY
    trashed: timedelta = TRASHED_FOR
    # A pack_url is good for minutes, and what it asks for can be asked for again.
    listed: timedelta = DAY
    # An upload that takes longer than this is broken off,
    unfinished: timedelta = DAY
    # so that no object is this old before its row is committed. S3 dates an object by the beginning of its upload.
    unknown: timedelta = 2 * DAY
    # Who tries a draft again has its copy still; the run of a copy ends long before.
    tried: timedelta = DAY
    # Who tests a workflow looks at its runs and values the same week, and after a holiday.
    tested: timedelta = 30 * DAY
    # Who looks at what people ask looks at the last months.
    asked: timedelta = 90 * DAY
    # Requests to debug addresses of webhooks: who tries one looks at them at once.
    heard: timedelta = DAY
    # Events of triggers. Who looks for a failed one does so within weeks.
    told: timedelta = 30 * DAY
    # The audit log. Who looks into an incident, or is asked by an auditor, looks a year back.
    audited: timedelta = 365 * DAY
    # Mails, without what they said. Who misses one asks within weeks.
    mailed: timedelta = 30 * DAY
    # Whether traces were delivered; the traces themselves are elsewhere.
    traced: timedelta = 7 * DAY
    # Workflow runs of an app's users; None: they stay.
    logged: timedelta | None = None
    # Conversations in which nothing is said any more; None: they stay.
    silent: timedelta | None = None

    @classmethod
    def of(cls, settings: RetentionSettings) -> "Ages":
        days = settings.conversations_kept_days
        logged = settings.workflow_log_retention_days * DAY if settings.workflow_log_cleanup_enabled else None
        told = settings.trigger_events_kept_days * DAY
        silent = None if days is None else days * DAY
        return cls(silent=silent, logged=logged, told=told, audited=settings.audit_log_kept_days * DAY)


def spoken(age: timedelta) -> str:
    return f"{age.total_seconds() / 3600:.4g} h"
