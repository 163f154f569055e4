"""Forms by email: to members and to whoever else their node names, with the form's link."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from treeline.accounts.models import Account, WorkspaceMember
from treeline.accounts.roles import ABILITIES
from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.mail.addresses import address_of
from treeline.mail.service import Letter, MailService
from treeline.mail.settings import MailSettings, is_configured
from treeline.runs.executors import RunHandle

# Of one form, whoever they are.
MOST_MAILS = 200


@dataclass(frozen=True)
class FormLink:
    token: str
    title: str
    seconds: float


def mail_form(
    session: DbSession, run: RunHandle, settings: MailSettings, link: FormLink, form: Mapping[str, Any]
) -> None:
    """In the transaction that writes the form, and so once. A run that a member tries writes to that member only.

    Without a mail server nobody is written to: the form waits in the console.
    """
    mails = form.get("mails") or []
    if not (mails and is_configured(settings)):
        return
    app_name = session.scalars(select(App.name).where(App.id == run.app_id)).one()
    service, ends = MailService(session, settings), now() + timedelta(seconds=link.seconds)
    told: set[str] = set()
    for mail in mails:
        for address, language in _recipients(session, run, mail):
            if address.lower() in told or len(told) >= MOST_MAILS:
                continue
            told.add(address.lower())
            values = {"title": mail["subject"] or link.title or app_name, "text": mail["text"], "app": app_name}
            to = f"/form/{link.token}"
            service.send(Letter("form", address, language, values, to, ends, run.workspace_id))


def _recipients(session: DbSession, run: RunHandle, mail: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Addresses, with the language that each reads; of others than members that is the workspace's owner's."""
    if run.account_id is not None:
        yield from _tuples(session.execute(_members(run.workspace_id).where(Account.id == run.account_id)))
        return
    readers = _members(run.workspace_id).where(WorkspaceMember.role.in_(ABILITIES["read"]))
    if not mail["whole_workspace"]:
        readers = readers.where(Account.id.in_(_ids(mail["members"])))
    yield from _tuples(session.execute(readers.order_by(WorkspaceMember.created_at).limit(MOST_MAILS)))
    addresses = [each for each in mail["addresses"] if _is_address(each)]
    if addresses:
        owner = _members(run.workspace_id).where(WorkspaceMember.role == "owner").order_by(WorkspaceMember.created_at)
        language = next((row[1] for row in session.execute(owner.limit(1))), "en-US")
        yield from ((address, language) for address in addresses)


def _members(workspace_id: UUID) -> Select[str, str]:
    found = select(Account.email, Account.interface_language)
    found = found.join(WorkspaceMember, WorkspaceMember.account_id == Account.id)
    return found.where(WorkspaceMember.workspace_id == workspace_id)


def _tuples(rows: Iterable[Row[str, str]]) -> Iterator[tuple[str, str]]:
    return ((email, language) for email, language in rows)


def _ids(texts: Iterable[str]) -> list[UUID]:
    found: list[UUID] = []
    for each in texts:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def _is_address(text: str) -> bool:
    """Nodes are checked before they are published; a draft that is tried may have anything."""
    try:
        address_of(text)
    except ValueError:
        return False
    return True
