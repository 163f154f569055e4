"""Which account an identity is of: the one that it is connected to, one with its address, or a new one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from treeline.accounts.audit.service import record
from treeline.accounts.invitations.acceptance import Welcome
from treeline.accounts.letters.notices import notify
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.accounts.oidc.errors import (
    AlreadyConnected,
    IdentityTaken,
    OidcEmailDiffers,
    OidcEmailUnverified,
    OidcNotAllowed,
    OidcNotConnected,
)
from treeline.accounts.oidc.models import Identity
from treeline.accounts.oidc.settings import OidcProvider
from treeline.accounts.service import AccountService
from treeline.accounts.settings import AccountSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import Actor, Deed
from treeline.kernel.locks import lock


@dataclass(frozen=True)
class IdentityClaims:
    """Who somebody is at a provider. `email` None: it names no address, or none that is one."""

    issuer: str
    subject: str
    email: str | None
    is_email_verified: bool
    name: str
    groups: list[str]

    @property
    def domain(self) -> str:
        return (self.email or "").rpartition("@")[2]


class Joining:
    """For one provider. One identity comes in once at a time; of two with one address the database lets one through.

    `address`: where the request comes from, for the audit log.
    """

    def __init__(self, session: DbSession, settings: AccountSettings, provider: OidcProvider, address: str):
        self.session, self.settings, self.provider, self.address = session, settings, provider, address

    def sign_in(self, claims: IdentityClaims, invited: Welcome | None = None) -> UUID:
        """The account. `invited`: what it is going to accept, which also gives a new one the right to be.

        Raises OidcNotConnected, OidcNotAllowed, OidcEmailUnverified, OidcEmailDiffers.
        """
        role = self.provider.role_of(claims.groups)
        if role is None:
            raise OidcNotAllowed
        workspace_id = self._workspace_id()
        identity = self._connected(claims)
        if identity is None and (known := self._by_address(claims, invited)) is not None:
            identity = self._connect_existing(known, claims)
        elif identity is None:
            made = self._invited(claims, invited) if invited else self._new(claims, workspace_id, role)
            identity = self._connect(made, claims)
        identity.email, identity.last_used_at = claims.email, now()
        if self.provider.groups:
            self._give(identity.account_id, workspace_id, role, claims.email or claims.subject)
        return identity.account_id

    def connect(self, account_id: UUID, workspace_id: UUID, claims: IdentityClaims) -> None:
        """To whoever is signed in, in this workspace. Raises IdentityTaken, AlreadyConnected."""
        identity = self._connected(claims)
        if identity is not None and identity.account_id != account_id:
            raise IdentityTaken
        if identity is None:
            if self._of(account_id, claims.issuer) is not None:
                raise AlreadyConnected
            identity = self._connect_existing(account_id, claims)
            deed = Deed("identity.connect", "identity", identity.id, self.provider.shown)
            record(self.session, deed, self._actor(account_id, workspace_id))

    def _invited(self, claims: IdentityClaims, invited: Welcome) -> UUID:
        """Whoever reads the mail to an address, and has proved to a provider that it is theirs."""
        if claims.email != invited.email:
            raise OidcEmailDiffers
        if not claims.is_email_verified:
            raise OidcEmailUnverified
        if invited.account_exists:
            raise OidcNotConnected
        return AccountService(self.session, self.settings).create(invited.email, claims.name, None, invited.language).id

    def _connected(self, claims: IdentityClaims) -> Identity | None:
        # A second tab waits here: it is to find the account of the first one connected, not its address taken.
        lock(self.session, f"identity {claims.issuer} {claims.subject}")
        found = select(Identity).where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
        return self.session.scalar(found)

    def _of(self, account_id: UUID, issuer: str) -> Identity | None:
        return self.session.scalar(select(Identity).where(Identity.account_id == account_id, Identity.issuer == issuer))

    def _connect(self, account_id: UUID, claims: IdentityClaims) -> Identity:
        identity = Identity(
            account_id=account_id, issuer=claims.issuer, subject=claims.subject, email=claims.email, last_used_at=now()
        )
        self.session.add(identity)
        self.session.flush()
        return identity

    def _connect_existing(self, account_id: UUID, claims: IdentityClaims) -> Identity:
        """Its owner is told: from now on there is another way in."""
        notify(self.session, self.settings, account_id, "identity_connected", self.provider.shown)
        return self._connect(account_id, claims)

    def _by_address(self, claims: IdentityClaims, invited: Welcome | None) -> UUID | None:
        """Only where the provider is trusted for the domain and says that the address is verified.

        Not if the account is connected already: then somebody else had the address before.
        """
        if not claims.is_email_verified or claims.domain not in self.provider.trusted_domains:
            return None
        if invited is not None and claims.email != invited.email:
            return None
        account_id = self._account_of(claims)
        if account_id is not None and self._of(account_id, claims.issuer) is not None:
            raise OidcNotConnected
        return account_id

    def _new(self, claims: IdentityClaims, workspace_id: UUID, role: str) -> UUID:
        if not (claims.email and claims.is_email_verified) or claims.domain not in self.provider.domains:
            raise OidcNotConnected
        if self._account_of(claims) is not None:
            raise OidcNotConnected
        accounts = AccountService(self.session, self.settings)
        account_id = accounts.create_member(workspace_id, claims.email, claims.name, None, role).account_id
        self._record("member.join", account_id, workspace_id, claims.email, role=role)
        return account_id

    def _account_of(self, claims: IdentityClaims) -> UUID | None:
        return self.session.scalar(select(Account.id).where(func.lower(Account.email) == claims.email))

    def _workspace_id(self) -> UUID:
        workspaces = select(Workspace.id).order_by(Workspace.created_at, Workspace.id)
        if self.provider.workspace_id is not None:
            workspaces = workspaces.where(Workspace.id == self.provider.workspace_id)
        found = self.session.scalar(workspaces.limit(1))
        if found is None:
            raise OidcNotConnected
        return found

    def _give(self, account_id: UUID, workspace_id: UUID, role: str, name: str) -> None:
        """What its groups give, to a member. Whoever is none stays out, and an owner stays an owner."""
        member = self.session.scalar(
            select(WorkspaceMember)
            .where(WorkspaceMember.workspace_id == workspace_id, WorkspaceMember.account_id == account_id)
            .with_for_update()
        )
        if member is not None and member.role not in ("owner", role):
            self._record("member.change_role", account_id, workspace_id, name, role=role, role_before=member.role)
            member.role = role

    def _record(self, deed: str, account_id: UUID, workspace_id: UUID, name: str, **details: str) -> None:
        done = Deed(deed, "member", account_id, name, {**details, "provider": self.provider.name})
        record(self.session, done, self._actor(account_id, workspace_id))

    def _actor(self, account_id: UUID, workspace_id: UUID) -> Actor:
        return Actor("account", account_id, workspace_id=workspace_id, ip=self.address)
