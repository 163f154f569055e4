"""Attachments that were uploaded but never sent with a message or a run."""

from collections.abc import Iterator

from sqlalchemy import Select, select

from treeline.accounts.models import Account
from treeline.conversations.models import MessageFile
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import forget
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import BATCH, Finding, age_of
from treeline.workflows.models import WorkflowFile

# What an upload is sent with, or the picture of.
NAMED = (MessageFile.upload_file_id, WorkflowFile.upload_file_id, Account.avatar_id)


class UnsentUploads:
    kind = "unsent_uploads"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        ago = spoken(self.ages.unfinished)
        return f"uploaded over {ago} ago and not attached to a message or run, nor the picture of an account"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            uploads = session.scalars(self._unsent(select(UploadFile))).all()
        for upload in uploads:
            app_id = str(upload.app_id) if upload.app_id else None
            yield Finding(upload.name, upload.size, app_id, age_of(upload.created_at))

    def run(self) -> int:
        removed = 0
        while gone := self._forget_some():
            removed += gone
        return removed

    def _forget_some(self) -> int:
        with unit_of_work() as session:
            unsent = self._unsent(select(UploadFile.id)).limit(BATCH)
            locked = session.scalars(unsent.with_for_update(of=UploadFile, skip_locked=True)).all()
            # Whoever sent one meanwhile has committed, and is seen by a statement of its own.
            sent = {key for named in NAMED for key in session.scalars(select(named).where(named.in_(locked)))}
            return forget(session, [each for each in locked if each not in sent], now() + self.ages.trashed)

    def _unsent(self, uploads: Select) -> Select:
        # OFFSET 0: looked up for each, whatever the statistics say (docs/decisions/0002).
        unsent = (~select(named).where(named == UploadFile.id).offset(0).exists() for named in NAMED)
        return uploads.where(UploadFile.created_at < now() - self.ages.unfinished, *unsent)
