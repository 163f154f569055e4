"""Signing in at an OpenID Connect provider, and which ones an account is connected to."""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

import redis
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from treeline.accounts.errors import EmailTaken, SecondFactorRequired
from treeline.accounts.letters.notices import notify
from treeline.accounts.login import LoginService
from treeline.accounts.models import Account
from treeline.accounts.oidc.attempts import OidcAttempt, OidcAttempts
from treeline.accounts.oidc.errors import (
    CodeRefused,
    IdentityNotFound,
    NoAnswer,
    NotBelieved,
    OidcAttemptForeign,
    OidcDenied,
    OidcProviderFailed,
    OidcProviderNotFound,
    OidcTokenInvalid,
)
from treeline.accounts.oidc.joining import IdentityClaims, Joining
from treeline.accounts.oidc.models import Identity
from treeline.accounts.oidc.settings import OidcProvider
from treeline.accounts.sessions import SessionService, Tokens
from treeline.accounts.settings import AccountSettings
from treeline.accounts.ways_in import keep_a_way_in
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError

SIGN_IN, SETTINGS, ACTIVATE = "/signin", "/settings", "/activate"

Result = TypeVar("Result")
log = logging.getLogger(__name__)
# One slash in front, then neither another one nor what browsers take for one.
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


@dataclass(frozen=True)
class OidcReply:
    """What the provider sends the browser back with."""

    state: str = ""
    code: str = ""
    error: str = ""
    iss: str = ""


@dataclass(frozen=True)
class SignInEnd:
    """Where the browser goes on, and the session that it has from now on, if it has one."""

    path: str
    tokens: Tokens | None = None


def console_path(text: str) -> str:
    """Where to go after signing in: only ever a page of the console."""
    return text if _PATH.fullmatch(text) else "/"


class OidcService:
    """For one provider. Opens its own short units of work: none is open while the provider is asked."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, name: str):
        """Raises OidcProviderNotFound."""
        found = next((each for each in settings.oidc_providers if each.name == name), None)
        if found is None:
            raise OidcProviderNotFound
        self.settings, self.provider, self._attempts = settings, found, OidcAttempts(client)

    def begin(
        self,
        browser: str,
        *,
        remember: bool = False,
        next_path: str = "/",
        account_id: UUID | None = None,
        invitation: str | None = None,
    ) -> str:
        """The provider's page where this browser signs in. `account_id`: who is to be connected. `invitation`: the
        token of one to accept.

        Raises OidcProviderFailed.
        """
        from treeline.accounts.oidc.provider import ProviderClient

        state, attempt = self._attempts.begin(
            self.provider.name,
            browser,
            remember=remember,
            next_path=console_path(next_path),
            account_id=str(account_id) if account_id else None,
            invitation=invitation,
        )
        try:
            return asyncio.run(ProviderClient(self.provider, self.settings).address(state, attempt))
        except NoAnswer as error:
            raise self._failed(error) from error

    def end(self, reply: OidcReply, browser: str, access_token: str, logins: LoginService, device: str) -> SignInEnd:
        """The browser is back. What went wrong is said on the page where it goes on."""
        page, back, invitation, address = SIGN_IN, {"next": "/"}, None, logins.caller.address
        try:
            attempt = self._attempts.take(reply.state, self.provider.name, browser)
            page, back, invitation = _page_of(attempt)
            if attempt.account_id:
                self._connect(UUID(attempt.account_id), access_token, self._claims(reply, attempt), address)
                return SignInEnd(f"{SETTINGS}?{urlencode({'connected': self.provider.name})}")
            tokens = self._signed_in(reply, attempt, invitation, logins, device)
        except SecondFactorRequired as error:
            # Behind the #, so that no server gets it.
            challenge = (error.details or [{}])[0]["params"]["challenge"]
            return SignInEnd(f"{page}?{urlencode(back)}#{urlencode({'challenge': challenge})}")
        except ApiError as error:
            # The invitation is still good: they try again from its page.
            kept = back if invitation else {}
            return SignInEnd(f"{page}?{urlencode({**kept, 'error': error.code, 'provider': self.provider.name})}")
        return SignInEnd(attempt.next, tokens)

    def _signed_in(
        self, reply: OidcReply, attempt: OidcAttempt, invitation: str | None, logins: LoginService, device: str
    ) -> Tokens:
        with logins.attempt("oidc") as whose:
            claims = self._claims(reply, attempt)
            whose.email = claims.email or ""
            whose.account_id = account_id = self._account_of(claims, invitation, logins.caller.address, logins)
            return logins.complete(
                account_id, method="oidc", remember=attempt.remember, device=device, invitation=invitation
            )

    def _account_of(self, claims: IdentityClaims, invitation: str | None, address: str, logins: LoginService) -> UUID:
        def sign_in(session: DbSession) -> UUID:
            welcome = None if invitation is None else logins.acceptance(session).look(invitation)
            return self._joining(session, address).sign_in(claims, welcome)

        return self._twice(sign_in)

    def _claims(self, reply: OidcReply, attempt: OidcAttempt) -> IdentityClaims:
        # Their library takes as long to load as a few of our packages.
        from treeline.accounts.oidc.claims import claims_of
        from treeline.accounts.oidc.provider import ProviderClient

        if reply.error or not reply.code:
            log.info("OIDC provider %s: sign-in ended with %r", self.provider.name, reply.error[:100])
            raise OidcDenied
        client = ProviderClient(self.provider, self.settings)

        async def ask() -> IdentityClaims:
            named = (await client.discovered()).authorization_response_iss_parameter_supported
            if (named or reply.iss) and reply.iss != self.provider.issuer:
                raise NotBelieved("the reply names another issuer.")
            return await claims_of(client, reply.code, attempt.verifier, attempt.nonce)

        try:
            return asyncio.run(ask())
        except (NotBelieved, CodeRefused) as error:
            log.warning("OIDC provider %s: sign-in rejected: %s", self.provider.name, error)
            raise OidcTokenInvalid from error
        except NoAnswer as error:
            raise self._failed(error) from error

    def _connect(self, account_id: UUID, access_token: str, claims: IdentityClaims, address: str) -> None:
        def connect(session: DbSession) -> None:
            # It must still be the one who asked for it.
            login, *_ = SessionService(session, self.settings).authenticate(access_token, None)
            if login.account_id != account_id:
                raise OidcAttemptForeign
            self._joining(session, address).connect(account_id, login.workspace_id, claims)

        self._twice(connect)

    def _joining(self, session: DbSession, address: str) -> Joining:
        return Joining(session, self.settings, self.provider, address)

    def _twice(self, work: Callable[[DbSession], Result]) -> Result:
        """In a unit of work. Whoever comes second finds what the first one has made."""
        try:
            with unit_of_work() as session:
                return work(session)
        except (IntegrityError, EmailTaken):
            with unit_of_work() as session:
                return work(session)

    def _failed(self, error: Exception) -> OidcProviderFailed:
        log.warning("OIDC provider %s: %s", self.provider.name, error)
        return OidcProviderFailed()


def _page_of(attempt: OidcAttempt) -> tuple[str, dict[str, str], str | None]:
    """Where the browser goes on if it is not done, with what in the query, and the invitation that it has."""
    if attempt.account_id:
        return SETTINGS, {}, None
    if attempt.invitation:
        return ACTIVATE, {"token": attempt.invitation}, attempt.invitation
    return SIGN_IN, {"next": attempt.next}, None


class IdentityService:
    """The identities of one account."""

    def __init__(self, session: DbSession, settings: AccountSettings, account: Account):
        self.session, self.settings, self.account = session, settings, account

    def all(self) -> list[tuple[OidcProvider | None, Identity]]:
        """Each with its provider, while that is configured."""
        providers = {each.issuer: each for each in self.settings.oidc_providers}
        return [(providers.get(each.issuer), each) for each in self._mine()]

    def remove(self, identity_id: UUID) -> None:
        """Raises IdentityNotFound, LastSignInMethod."""
        found = next(((provider, each) for provider, each in self.all() if each.id == identity_id), None)
        if found is None:
            raise IdentityNotFound
        keep_a_way_in(self.session, self.settings, self.account.id, identity_id)
        provider, identity = found
        self.session.delete(identity)
        name = provider.shown if provider else identity.issuer
        notify(self.session, self.settings, self.account.id, "identity_disconnected", name)

    def _mine(self) -> Sequence[Identity]:
        found = select(Identity).where(Identity.account_id == self.account.id)
        return self.session.scalars(found.order_by(Identity.created_at, Identity.id)).all()
