"""The webhook trigger: what a request to it must be like, what it is answered, and which values a run begins with."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from treeline.kernel.text import clean
from treeline.kernel.validation import Problem, problem
from treeline.workflows.engine.values import WrongValue, coerce, read_json, type_named
from treeline.workflows.nodes.fields import NodePart
from treeline.workflows.nodes.node import NodeData
from treeline.workflows.nodes.triggers import Trigger

RAW = "_webhook_raw"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
TEXT, BINARY = "text/plain", "application/octet-stream"
CONTENT_TYPES = (JSON, FORM, MULTIPART, TEXT, BINARY)
# How senders sign.
SIGNATURES = ("github", "stripe", "slack")
# Who somebody is: neither stored nor shown, not even where a node names them.
SECRET_HEADERS = {"authorization", "proxy-authorization", "cookie"}
MAX_REPLY = 64 * 1024
MAX_FIELDS = 200
# Of HTTP: what may stand in the name of a header.
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class WebhookField(NodePart):
    """A header, a parameter of the query, or a field of the body."""

    name: str = ""
    type: str = "string"
    required: bool = False

    @field_validator("type", "required", mode="before")
    @classmethod
    def _unset(cls, value: Any, info: Any) -> Any:
        return cls.model_fields[info.field_name].default if value in (None, "") else value

    @property
    def variable(self) -> str:
        return self.name.replace("-", "_")

    @property
    def value_type(self) -> str:
        return type_named(self.type) or "any"


class Signature(NodePart):
    """How the sender signs, and with which secret variable of the environment. No form: it does not."""

    form: str = ""
    secret: str = ""

    @field_validator("form", "secret", mode="before")
    @classmethod
    def _unset(cls, value: Any) -> Any:
        return "" if value is None else value


class WebhookData(NodeData):
    method: str = "POST"
    content_type: str = JSON
    headers: list[WebhookField] = Field(default_factory=list)
    params: list[WebhookField] = Field(default_factory=list)
    body: list[WebhookField] = Field(default_factory=list)
    status_code: int = 200
    response_body: str = ""
    signature: Signature = Field(default_factory=Signature)

    @field_validator("headers", "params", "body", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value

    @field_validator("method", "content_type", "status_code", "response_body", "signature", mode="before")
    @classmethod
    def _unset(cls, value: Any, info: Any) -> Any:
        if value in (None, ""):
            return cls.model_fields[info.field_name].get_default(call_default_factory=True)
        return value

    @field_validator("method")
    @classmethod
    def _upper(cls, value: str) -> str:
        return value.upper()

    @field_validator("content_type")
    @classmethod
    def _plain(cls, value: str) -> str:
        return value.partition(";")[0].strip().lower()

    @property
    def fields(self) -> dict[str, WebhookField]:
        """By the variable each becomes; where several have one name, the body's counts."""
        return {each.variable: each for each in (*self.headers, *self.params, *self.body) if each.name}


class WebhookTrigger(Trigger[WebhookData]):
    """Outputs: what is declared, dashes in names replaced by underscores, and the whole request."""

    kind = "trigger-webhook"
    data = WebhookData
    default: ClassVar[Mapping[str, Any]] = {
        "method": "POST",
        "content_type": JSON,
        "headers": [],
        "params": [],
        "body": [],
        "status_code": 200,
        "response_body": "",
        "async_mode": True,
        "signature": {"form": "", "secret": ""},
    }

    def outputs(self, data: WebhookData) -> Mapping[str, str]:
        return {**{name: each.value_type for name, each in data.fields.items()}, RAW: "object"}

    def read(self, data: WebhookData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        raw = given.get(RAW)
        values: dict[str, Any] = {RAW: raw if isinstance(raw, dict) else {}}
        problems: list[dict[str, Any]] = []
        for name, declared in data.fields.items():
            values[name], wrong = read_field(declared, given.get(name, given.get(declared.name)))
            if wrong:
                problems.append(wrong.at(f"inputs.{name}"))
        return values, problems

    def problems(self, data: WebhookData) -> Iterable[tuple[str, str]]:
        if data.method not in METHODS:
            yield "method", f"The method {data.method} is unknown. Accepted: {', '.join(METHODS)}."
        if not 200 <= data.status_code <= 599:
            yield "status_code", "The status code must be from 200 to 599."
        if len(data.response_body.encode(errors="replace")) > MAX_REPLY:
            yield "response_body", f"The response can have at most {MAX_REPLY} bytes."
        elif data.response_body.lstrip()[:1] in ("{", "["):
            try:
                read_json(data.response_body)
            except ValueError as error:
                yield "response_body", f"The response begins like JSON, but isn't valid: {error}."
        for at, each in enumerate(data.headers):
            if each.name.lower() in SECRET_HEADERS:
                yield (
                    f"headers.{at}.name",
                    f"The header {each.name} is never stored. Use a signature, or another header.",
                )
        yield from _of_signature(data.signature)
        for part in ("headers", "params", "body"):
            yield from _of_fields(part, getattr(data, part))


def read_field(declared: WebhookField, given: Any) -> tuple[Any, Problem | None]:
    if given is None:
        return None, problem("required", f"{declared.name} is required.") if declared.required else None
    try:
        return clean(coerce(given, declared.value_type)), None
    except WrongValue as error:
        return None, problem("wrong_type", f"{declared.name}: {error}.", accepted=declared.value_type)


def _of_signature(signature: Signature) -> Iterable[tuple[str, str]]:
    if signature.form and signature.form not in SIGNATURES:
        yield "signature.form", f"Signatures of {signature.form} are unknown. Accepted: {', '.join(SIGNATURES)}."
    elif signature.form and not signature.secret:
        yield "signature.secret", "Choose the secret environment variable that requests are signed with."


def _of_fields(part: str, fields: list[WebhookField]) -> Iterable[tuple[str, str]]:
    if len(fields) > MAX_FIELDS:
        yield part, f"At most {MAX_FIELDS} fields are allowed here."
    names: set[str] = set()
    for at, each in enumerate(fields):
        if not each.name or (part == "headers" and not _HEADER.fullmatch(each.name)):
            yield f"{part}.{at}.name", "A name is missing or has characters that aren't allowed."
        elif each.variable in names:
            yield f"{part}.{at}.name", f"There are two fields named {each.variable}."
        names.add(each.variable)
        if type_named(each.type) is None:
            yield f"{part}.{at}.type", f"The type {each.type} is unknown."
