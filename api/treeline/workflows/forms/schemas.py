import re
from textwrap import shorten
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field

from treeline.conversations.schemas import UserName
from treeline.kernel import current
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import ContractBody, Schema, Timestamp
from treeline.kernel.settings import KernelSettings
from treeline.workflows.forms.service import AskedForm, FormAnswer
from treeline.workflows.forms.tokens import token_of

MAX_FIELDS = 200


class FormsQuery(PageQuery):
    state: Literal["waiting", "answered", "all"] = "waiting"
    app_id: UUID | None = None
    run_id: UUID | None = None


class FormAnswerIn(ContractBody):
    """`inputs`: values by the names of the fields, as the inputs of a run. `action`: the id of a button."""

    inputs: dict[str, Any] = Field(default_factory=dict, max_length=MAX_FIELDS)
    action: str = Field(max_length=255)

    @property
    def answer(self) -> FormAnswer:
        return FormAnswer(self.action, self.inputs)


class UserFormAnswerIn(FormAnswerIn):
    user: UserName | None = Field(None, description="The end user who answers, and whose uploads `inputs` may name.")


class AskedField(Schema):
    type: str
    output_variable_name: str
    label: str
    required: bool
    max_length: int | None
    options: list[str]
    allowed_file_types: list[str]
    allowed_file_extensions: list[str]


class FormAction(Schema):
    id: str
    title: str
    button_style: str


class FormContent(Schema):
    """What a person is shown. In `form_content`, `{{#$outputs.name#}}` is where a field stands."""

    app_name: str
    title: str
    form_content: str
    inputs: list[AskedField]
    resolved_default_values: dict[str, Any]
    user_actions: list[FormAction]
    expiration_time: Timestamp

    @classmethod
    def of(cls, asked: AskedForm, **more: Any) -> Self:
        form = asked.form.form
        return cls(
            app_name=asked.app.name,
            title=asked.form.title,
            form_content=form["form_content"],
            inputs=[AskedField(**each) for each in form["inputs"]],
            resolved_default_values=form["resolved_default_values"],
            user_actions=[FormAction(**each) for each in form["user_actions"]],
            expiration_time=asked.form.expires_at,
            **more,
        )


_FIELD = re.compile(r"\{\{#[^{}]*#\}\}")
_MARKS = re.compile(r"^[ \t]*(?:#{1,6}|>|[-*+]|\d+\.)[ \t]+|[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}", re.MULTILINE)


class FormSummary(Schema):
    id: UUID
    app_id: UUID
    app_name: str
    app_mode: str
    run_id: UUID
    node_id: str
    title: str
    text: str = Field(description="How what is asked begins, without its fields.")
    state: Literal["waiting", "submitted", "expired", "stopped"]
    created_at: Timestamp
    expiration_time: Timestamp
    action: str | None
    answered_at: Timestamp | None
    answered_by: str | None = Field(description="The member's name; null if another person answered, or nobody.")

    @classmethod
    def of(cls, asked: AskedForm, **more: Any) -> Self:
        form = asked.form
        titles = {each["id"]: each["title"] for each in form.form["user_actions"]}
        return cls(
            id=form.id,
            app_id=asked.app.id,
            app_name=asked.app.name,
            app_mode=asked.app.mode,
            run_id=form.run_id,
            node_id=form.node_id,
            title=form.title,
            text=_beginning(form.form["form_content"]),
            state=asked.state,  # pyright: ignore[reportArgumentType]  one of them
            created_at=form.created_at,
            expiration_time=form.expires_at,
            action=titles.get(form.action, form.action) if form.action is not None else None,
            answered_at=form.answered_at,
            answered_by=asked.account.name if asked.account else None,
            **more,
        )


def _beginning(content: str) -> str:
    """A line of Markdown's text; its head is enough to be read for it."""
    words = _MARKS.sub(" ", _FIELD.sub(" ", content[:4000])).split()
    return shorten(" ".join(words), 160, placeholder="…")


class FormDetail(FormSummary):
    """`form_token`: whoever has it can answer, at `/form/{form_token}` of the console."""

    form: FormContent
    answer: dict[str, Any] | None
    form_token: str | None

    @classmethod
    def of(cls, asked: AskedForm, **more: Any) -> Self:
        token = token_of(current.settings(KernelSettings), asked.form.id, asked.form.token_hash)
        return super().of(asked, form=FormContent.of(asked), answer=asked.form.answer, form_token=token)
