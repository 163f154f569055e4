"""What a mail says: names, codes and links with tokens, encrypted at rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from treeline.kernel.sealed import SealedColumn
from treeline.mail.links import console_link
from treeline.mail.models import Mail
from treeline.mail.rendering import LINK_HERE, Rendered, render, spoken
from treeline.mail.settings import MailSettings

SEALED = SealedColumn(Mail.sealed_content, Mail.id, "mails")


@dataclass(frozen=True)
class MailContent:
    """`link`: the path of a page of the console, with its token."""

    values: Mapping[str, str | int]
    link: str | None = None


def sealed(mail: Mail, content: MailContent, settings: MailSettings) -> str:
    told = json.dumps({"values": dict(content.values), "link": content.link}).encode()
    return SEALED.vault(settings).seal(told, mail.id)


def content_of(mail: Mail, settings: MailSettings) -> MailContent | None:
    """None: it is gone. Raises CannotOpen."""
    if mail.sealed_content is None:
        return None
    return MailContent(**json.loads(SEALED.vault(settings).open(mail.sealed_content, mail.id)))


def rendered(mail: Mail, content: MailContent, settings: MailSettings) -> Rendered:
    """Raises ConsoleUrlUnknown."""
    return with_link(mail, content, console_link(settings, content.link) if content.link else None)


def with_link(mail: Mail, content: MailContent, link: str | None) -> Rendered:
    lasts = mail.expires_at - mail.created_at if mail.expires_at else None
    more = {"valid_for": spoken(lasts, mail.language)} if lasts else {}
    values = {
        name: value.replace(LINK_HERE, link or "") if isinstance(value, str) else value
        for name, value in content.values.items()
    }
    return render(mail.kind, mail.language, {**values, **more}, link)
