"""Accounts and workspaces: creating them, and what their owners can change."""

import hmac
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.exc import IntegrityError

from treeline.accounts.access import Member
from treeline.accounts.audit.service import record
from treeline.accounts.audit.sign_ins import record_everywhere
from treeline.accounts.emails import normal_email
from treeline.accounts.errors import (
    AccountNotFound,
    AlreadySetUp,
    EmailTaken,
    TooManyWorkspaces,
    WorkspaceNotFound,
    WorkspacesNotCreated,
    WrongSecretKey,
)
from treeline.accounts.letters.notices import notify
from treeline.accounts.models import Account, Installation, LoginSession, Workspace, WorkspaceMember
from treeline.accounts.passwords import Passwords
from treeline.accounts.personal_tokens.service import delete_tokens
from treeline.accounts.sessions import SessionService
from treeline.accounts.settings import AccountSettings
from treeline.accounts.two_step.service import TwoStepService
from treeline.kernel.clock import now
from treeline.kernel.crypto import derived_key
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import SYSTEM, Deed


def check_secret_key(session: DbSession, secret: str, previous: Sequence[str] = ()) -> None:
    """Raises WrongSecretKey if the database was set up with another SECRET_KEY, also than the previous ones.

    Before set-up every key is right.
    """
    installation = session.get(Installation, 1)
    if installation is not None and not any(_made_with(installation, key) for key in (secret, *previous)):
        raise WrongSecretKey(
            "SECRET_KEY doesn't match the one this database was set up with. With a different key, all "
            "sessions end and stored credentials can't be decrypted. Restore the old key, add it to "
            "SECRET_KEY_PREVIOUS to rotate it, or point DATABASE_URL at the right database."
        )


def adopt_secret_key(session: DbSession, secret: str) -> bool:
    """From now on this key is the right one; whether it was not before. The caller has checked that it may be."""
    installation = session.get(Installation, 1)
    if installation is None or _made_with(installation, secret):
        return False
    installation.secret_check = secret_check(secret)
    return True


def _made_with(installation: Installation, secret: str) -> bool:
    return hmac.compare_digest(installation.secret_check, secret_check(secret))


def secret_check(secret: str) -> str:
    return derived_key(secret, "secret check").hex()


class AccountService:
    """Makes accounts. Passwords are hashed before the first statement, while the session holds no connection yet.

    E-mail addresses and passwords come from the schemas, which have checked them.
    """

    def __init__(self, session: DbSession, settings: AccountSettings):
        self.session, self.settings = session, settings

    def set_up(self, email: str, name: str, password: str, language: str | None = None) -> WorkspaceMember:
        """First-time set-up: the first account, and the workspace that it owns. Raises AlreadySetUp."""
        password_hash = Passwords(self.settings).hash(password)
        self.session.add(Installation(secret_check=secret_check(self.settings.secret_key or "")))
        try:
            # A second one at the same time waits here for the first, and is refused by the key.
            self.session.flush()
        except IntegrityError as error:
            raise AlreadySetUp from error
        account = self.create(email, name, password_hash, language)
        account.is_instance_admin = True
        return self._own(account)

    def make_instance_admin(self, email: str) -> Account:
        """Raises AccountNotFound."""
        account = self._named(email)
        account.is_instance_admin = True
        record(self.session, Deed("account.make_admin", "account", account.id, account.email), SYSTEM)
        return account

    def disable_two_step(self, email: str) -> Account:
        """For whoever has lost both the authenticator app and the recovery codes. Raises AccountNotFound."""
        account = self._named(email)
        TwoStepService(self.session, self.settings, account.id).disable()
        notify(self.session, self.settings, account.id, "two_step_disabled")
        record_everywhere(self.session, Deed("two_step.disable", "two_step", account.id, account.email), account.id)
        return account

    def reset_password(self, email: str, password: str) -> tuple[Account, bool]:
        """Whoever runs the installation says that it is right: the account, and whether a sign-in still takes a code.

        Ends all sessions and personal access tokens. Raises AccountNotFound.
        """
        password_hash = Passwords(self.settings).hash(password)
        account = self._named(email)
        account.password_hash, account.password_set_at = password_hash, now()
        SessionService(self.session, self.settings).end_all(account.id)
        delete_tokens(self.session, account.id)
        notify(self.session, self.settings, account.id, "password_changed")
        record_everywhere(
            self.session, Deed("account.reset_password", "account", account.id, account.email), account.id
        )
        return account, TwoStepService(self.session, self.settings, account.id).enabled_at() is not None

    def create_owner(self, email: str, name: str, password: str) -> WorkspaceMember:
        """An account with a workspace of its own. Raises EmailTaken."""
        password_hash = Passwords(self.settings).hash(password)
        return self._own(self.create(email, name, password_hash))

    def create_member(
        self, workspace_id: UUID, email: str, name: str, password: str | None, role: str
    ) -> WorkspaceMember:
        """An account in a workspace that is there; without a password it signs in otherwise. Raises EmailTaken."""
        password_hash = None if password is None else Passwords(self.settings).hash(password)
        return self._join(workspace_id, self.create(email, name, password_hash), role)

    def _named(self, email: str) -> Account:
        with suppress(ValueError):
            email = normal_email(email)
        account = self.session.scalar(select(Account).where(func.lower(Account.email) == email))
        if account is None:
            raise AccountNotFound(f"No account has the email address {email}.")
        return account

    def create(
        self,
        email: str,
        name: str,
        password_hash: str | None,
        language: str | None = None,
        timezone: str | None = None,
    ) -> Account:
        """An account without a workspace. Raises EmailTaken."""
        account = Account(email=email.lower(), name=name, password_hash=password_hash)
        account.password_set_at = None if password_hash is None else now()
        if language is not None:
            account.interface_language = language
        if timezone is not None:
            account.timezone = timezone
        self.session.add(account)
        try:
            self.session.flush()
        except IntegrityError as error:
            raise EmailTaken(f"An account with the email address {email} already exists.") from error
        return account

    def _own(self, account: Account) -> WorkspaceMember:
        workspace = Workspace(name=f"{account.name}'s Workspace")
        self.session.add(workspace)
        self.session.flush()
        return self._join(workspace.id, account, "owner")

    def _join(self, workspace_id: UUID, account: Account, role: str) -> WorkspaceMember:
        member = WorkspaceMember(workspace_id=workspace_id, account_id=account.id, role=role)
        self.session.add(member)
        self.session.flush()
        return member


class ProfileService:
    """One account, in its own hands."""

    def __init__(self, account: Account):
        self.account = account

    def change(self, **values: str) -> Account:
        for name, value in values.items():
            setattr(self.account, name, value)
        return self.account


MAX_OWNED = 50
# id, name, created_at, role, current
Place = Row[UUID, str, datetime, str, bool]


class WorkspaceService:
    """The workspaces of one member. Each is given with the member's role in it, and whether it is the current one."""

    def __init__(self, session: DbSession, member: Member):
        self.session, self.member = session, member

    def all(self) -> list[Place]:
        return list(self.session.execute(self._mine().order_by(WorkspaceMember.created_at, WorkspaceMember.id)))

    def current(self) -> Place:
        return self.session.execute(self._mine().where(Workspace.id == self.member.workspace_id)).one()

    def may_create(self, allowed: bool) -> bool:
        """`allowed`: for others than instance admins."""
        return allowed or self.member.is_instance_admin

    def create(self, name: str, *, allowed: bool) -> Place:
        """A workspace that the member owns; the session stays where it is. `allowed`: for others than instance admins.

        Raises WorkspacesNotCreated, TooManyWorkspaces.
        """
        if not self.may_create(allowed):
            raise WorkspacesNotCreated
        # One at a time, so that the limit holds.
        self.session.execute(select(Account.id).where(Account.id == self.member.account_id).with_for_update())
        mine = (WorkspaceMember.account_id == self.member.account_id, WorkspaceMember.role == "owner")
        owned = self.session.scalar(select(func.count()).select_from(WorkspaceMember).where(*mine)) or 0
        if owned >= MAX_OWNED:
            raise TooManyWorkspaces(f"An account can own at most {MAX_OWNED} workspaces.")
        workspace = Workspace(name=name)
        self.session.add(workspace)
        self.session.flush()
        owner = WorkspaceMember(workspace_id=workspace.id, account_id=self.member.account_id, role="owner")
        self.session.add(owner)
        self.session.flush()
        return self.session.execute(self._mine().where(Workspace.id == workspace.id)).one()

    def switch(self, workspace_id: UUID) -> Place:
        """From now on this session is in another workspace, and so is the next login. Raises WorkspaceNotFound."""
        there = self.session.execute(self._mine().where(Workspace.id == workspace_id)).one_or_none()
        if there is None:
            raise WorkspaceNotFound
        self.session.execute(
            update(LoginSession).where(LoginSession.id == self.member.session_id).values(workspace_id=workspace_id)
        )
        self.session.execute(
            update(WorkspaceMember)
            .where(WorkspaceMember.workspace_id == workspace_id, WorkspaceMember.account_id == self.member.account_id)
            .values(chosen_at=now())
        )
        return there

    def rename(self, name: str) -> Place:
        """Rename the current workspace."""
        self.session.execute(update(Workspace).where(Workspace.id == self.member.workspace_id).values(name=name))
        return self.current()

    def _mine(self) -> Select[UUID, str, datetime, str, bool]:
        is_current = (Workspace.id == self.member.workspace_id).label("current")
        return (
            select(Workspace.id, Workspace.name, Workspace.created_at, WorkspaceMember.role, is_current)
            .join(WorkspaceMember, WorkspaceMember.workspace_id == Workspace.id)
            .where(WorkspaceMember.account_id == self.member.account_id)
        )
