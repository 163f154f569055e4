"""Writing the mails that somebody asked for: to addresses that have an account, or may become one's."""

import json
from datetime import timedelta
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

import redis
from sqlalchemy import func, select

from treeline.accounts.letters.models import SEALED, LetterKind, LetterRequest
from treeline.accounts.models import Account
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.models import Verification
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.clock import now
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.db import DbSession
from treeline.mail.service import Letter, MailService

# Pages of the console. The code is in the link, too: whoever opens it reads the mail.
PAGES: dict[LetterKind, str | None] = {
    "reset": "/reset-password",
    "login_code": "/signin/code",
    "change_email": "/settings/email",
    # Too grave for one click.
    "delete_account": None,
}


class LetterWriter:
    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis):
        self.session, self.settings = session, settings
        self._mails = MailService(session, settings)
        self._verifications = VerificationService(session, settings, client)

    def write(self, request_id: UUID) -> None:
        """Once: the mail's row comes and the request's goes in one transaction."""
        found = select(LetterRequest).where(LetterRequest.id == request_id).with_for_update(skip_locked=True)
        request = self.session.scalar(found)
        if request is None:
            return
        proof = self.session.get_one(Verification, request.verification_id)
        kind = cast(LetterKind, request.kind)
        reader = self._reader(kind, proof)
        if reader is not None and proof.expires_at > now():
            self._send(kind, proof, reader, request)
        self.session.delete(request)

    def waiting(self, seconds: float) -> list[UUID]:
        """Requests that no task has seen to for so long."""
        since = now() - timedelta(seconds=seconds)
        return list(self.session.scalars(select(LetterRequest.id).where(LetterRequest.created_at < since)))

    def _reader(self, kind: LetterKind, proof: Verification) -> Account | None:
        """Whom the mail speaks to; None: nobody is to get one."""
        of_address = self.session.scalar(select(Account).where(func.lower(Account.email) == proof.email.lower()))
        if kind == "change_email":
            # The address is not theirs yet, and not if it is somebody else's.
            return None if of_address else self.session.get(Account, proof.account_id)
        return of_address

    def _send(self, kind: LetterKind, proof: Verification, reader: Account, request: LetterRequest) -> None:
        try:
            secret = json.loads(SEALED.vault(self.settings).open(request.sealed, request.id))
        except CannotOpen:
            # SECRET_KEY was replaced meanwhile; they ask again.
            return
        page = PAGES[kind]
        mail = self._mails.send(
            Letter(
                kind=kind,
                recipient=proof.email,
                language=reader.interface_language,
                values={"name": reader.name, "code": secret["code"], "email": proof.email},
                link=page and f"{page}?{urlencode(secret)}",
                expires_at=proof.expires_at,
            )
        )
        self._verifications.mailed(proof.id, mail.id)
