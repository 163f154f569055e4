"""The delivery method `email` of a form: who is written to, and what the mail says."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field, field_validator

from treeline.mail.addresses import address_of
from treeline.mail.rendering import LINK_HERE
from treeline.workflows.engine.step import NodeFailed, Selector
from treeline.workflows.engine.templates import parse, selectors
from treeline.workflows.engine.values import as_text
from treeline.workflows.nodes.fields import NodePart
from treeline.workflows.nodes.node import Context

MOST_ITEMS = 50
MOST_SUBJECT = 200
# Of a rendered mail: the form itself is behind its link.
MOST_TEXT = 20_000
MEMBER, EXTERNAL = "member", "external"


class MailRecipient(NodePart):
    """A member by the id of their account, or anybody by their address."""

    type: str = MEMBER
    user_id: str | None = None
    email: str | None = None


class MailRecipients(NodePart):
    whole_workspace: bool | None = False
    items: list[MailRecipient] = Field(default_factory=list)

    @field_validator("items", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value


class MailConfig(NodePart):
    """`body`: in it, `{{#url#}}` is where the link stands."""

    recipients: MailRecipients = Field(default_factory=MailRecipients)
    subject: str | None = ""
    body: str | None = ""

    @field_validator("recipients", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return {} if value is None else value


class DeliveryMethod(NodePart):
    type: str = ""
    enabled: bool | None = True
    config: MailConfig = Field(default_factory=MailConfig)

    @field_validator("config", mode="before")
    @classmethod
    def _others(cls, value: Any, info: Any) -> Any:
        """What other methods keep there is their own."""
        return value if isinstance(value, Mapping) and info.data.get("type") == "email" else {}

    @property
    def is_email(self) -> bool:
        return self.type == "email" and self.enabled is not False

    @property
    def reads(self) -> list[Selector]:
        named = [*selectors(self.config.subject or ""), *selectors(self.config.body or "")] if self.is_email else []
        return [each for each in named if each != _LINK]


_LINK: Selector = parse(LINK_HERE)[0]  # pyright: ignore[reportAssignmentType]  it is one reference


def problems(methods: Iterable[DeliveryMethod]) -> Iterable[tuple[str, str]]:
    for number, method in enumerate(methods):
        items, where = method.config.recipients.items, f"delivery_methods.{number}.config.recipients.items"
        if len(items) > MOST_ITEMS:
            yield where, f"a form can be sent to at most {MOST_ITEMS} recipients"
        for at, each in enumerate(items):
            if each.type == EXTERNAL and (fault := _fault(each.email or "")):
                yield f"{where}.{at}.email", f"not a valid email address: {fault}"


def missing(methods: Iterable[DeliveryMethod]) -> Iterable[tuple[str, str]]:
    for number, method in enumerate(methods):
        to = method.config.recipients
        if method.is_email and not (to.whole_workspace or to.items):
            yield f"delivery_methods.{number}.config.recipients", "choose who gets the email"


def mails(context: Context, methods: Iterable[DeliveryMethod]) -> list[dict[str, Any]]:
    """Of the methods that are emails, as JSON, with values in their texts. Raises NodeFailed."""
    return [_mail(context, method.config) for method in methods if method.is_email]


def _mail(context: Context, config: MailConfig) -> dict[str, Any]:
    text = _rendered(context, config.body or "")
    if len(text) > MOST_TEXT:
        raise NodeFailed("email_too_long", f"The email has {len(text):,} characters; at most {MOST_TEXT:,} are sent.")
    items = config.recipients.items[:MOST_ITEMS]
    return {
        "whole_workspace": bool(config.recipients.whole_workspace),
        "members": [each.user_id for each in items if each.type == MEMBER and each.user_id],
        "addresses": [each.email for each in items if each.type == EXTERNAL and each.email],
        "subject": _rendered(context, config.subject or "")[:MOST_SUBJECT],
        "text": text,
    }


def _rendered(context: Context, template: str) -> str:
    parts = parse(template)
    return "".join(
        part if isinstance(part, str) else LINK_HERE if part == _LINK else as_text(context.value(part))
        for part in parts
    )


def _fault(email: str) -> str:
    try:
        address_of(email)
    except ValueError as error:
        return str(error)
    return ""
