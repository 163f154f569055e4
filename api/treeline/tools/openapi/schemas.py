from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from treeline.kernel.addresses import checked_address
from treeline.kernel.schemas import Body, Schema, Seen, Timestamp
from treeline.kernel.validation import invalid
from treeline.tools.openapi.auth import Auth, AuthOut
from treeline.tools.openapi.changes import Change
from treeline.tools.openapi.servers import Server, usable
from treeline.tools.openapi.shapes import AuthScheme, Skipped

MAX_CHOSEN = 100
# Of the text of a request; `document.MAX_BYTES` is what says what is wrong.
MAX_TEXT = 12_000_000


def _server(url: str) -> str:
    if (wrong := usable(url)) is not None:
        raise invalid("address", "{reason}", reason=wrong)
    return url.rstrip("/")


def _document_url(url: str) -> str:
    try:
        parts = urlsplit(checked_address(url))
    except ValueError as error:
        raise invalid("address", "{reason}", reason=str(error)) from error
    if parts.username is not None or parts.password is not None:
        raise invalid("address_password", "a document's URL can't have a password in it")
    return url


Name = Annotated[Seen, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
ServerUrl = Annotated[str, Field(max_length=2000), AfterValidator(_server)]
DocumentUrl = Annotated[str, Field(max_length=2000), AfterValidator(_document_url)]
Document = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, description="The document's text, JSON or YAML.")]
Operations = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=MAX_CHOSEN)]


class _Source(Body):
    document: Document | None = None
    document_url: DocumentUrl | None = None

    @model_validator(mode="after")
    def _one(self) -> Any:
        if (self.document is None) == (self.document_url is None):
            raise invalid("one_source", "send either document or document_url")
        return self


class DocumentPreview(_Source):
    """A document to look into; nothing is saved."""


class ApiToolsCreate(_Source):
    """`server_url`: one of the document's by default. `operations`: the names of those that become tools."""

    name: Name
    server_url: ServerUrl | None = None
    auth: Auth = Field(default_factory=Auth)
    operations: Annotated[Operations, Field(min_length=1)]


class ApiToolsUpdate(Body):
    """Omitted fields keep their values, as do secrets with the value [__HIDDEN__].

    A new document is compared with what was confirmed: what differs waits as changes.
    """

    name: Name | None = None
    document: Document | None = None
    document_url: DocumentUrl | None = None
    server_url: ServerUrl | None = None
    auth: Auth | None = None
    operations: Annotated[Operations, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Any:
        if self.document is not None and self.document_url is not None:
            raise invalid("one_source", "send either document or document_url")
        return self


class ApiToolsConfirm(Body):
    """`digest`: that of the changes you looked at."""

    digest: str = Field(min_length=1, max_length=64)


class ApiToolsTest(Body):
    tool_name: str = Field(min_length=1, max_length=64)
    arguments: dict[str, Any] = Field(default_factory=dict, max_length=200)


class OperationOut(Schema):
    """`description`: its first 300 characters. `server`: its own, if the document gives it one."""

    name: str
    method: str
    path: str
    description: str
    server: str | None = None


class ApiDocumentOut(Schema):
    """What a document offers. `skipped`: operations that can't be tools, at most 100, and why."""

    title: str
    version: str
    servers: list[Server]
    auth_schemes: list[AuthScheme]
    operations: list[OperationOut]
    skipped: list[Skipped]


class ApiToolOut(OperationOut):
    input_schema: dict[str, Any]


class ApiToolsOut(Schema):
    """`tools`: the chosen operations. `changes`: how many differences to the document wait for confirmation.

    `error`: why the last refresh failed.
    """

    id: UUID
    name: str
    title: str
    document_url: str | None
    server_url: str
    auth: AuthOut
    tools: list[OperationOut]
    changes: int
    error: str | None
    checked_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp


class ApiToolListOut(Schema):
    data: list[ApiToolOut]


class ChangesOut(Schema):
    """`digest` goes back with the confirmation."""

    digest: str
    data: list[Change]


class ApiTestOut(Schema):
    """`text`: what a model would get. `status`: null if there was no reply."""

    ok: bool
    status: int | None
    text: str
