"""The node `http-request`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, cast

from pydantic import BaseModel, ConfigDict, field_validator

from treeline.kernel.text import clean
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.templates import selectors
from treeline.workflows.nodes.http.body import Body, body_of, templates_of
from treeline.workflows.nodes.http.fields import fields_of, header_fields, with_params
from treeline.workflows.nodes.http.reply import file_of, is_file, text_of
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.running.ports.http import (
    CONNECT_SECONDS,
    MOST_SECONDS,
    READ_SECONDS,
    Http,
    HttpReply,
    HttpRequest,
)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SAFE = ("GET", "HEAD")
HIDDEN = "****"
# What they say is a secret, whoever put it there.
SECRETIVE = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "x-api-key",
        "api-key",
        "apikey",
        "x-auth-token",
        "x-goog-api-key",
    }
)
# They are the connection's, not the request's; and what is compressed is refused.
OURS = frozenset(
    {"accept-encoding", "connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding"}
    | {"upgrade", "expect"}
)
SHOWN_CHARACTERS = 16_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class ApiKey(_Part):
    type: Literal["basic", "bearer", "custom"] = "bearer"
    api_key: str = ""
    header: str | None = ""


class Authorization(_Part):
    type: Literal["no-auth", "api-key"] = "no-auth"
    config: ApiKey | None = None


class Timeouts(_Part):
    """Seconds; nothing and 0 are the usual ones."""

    connect: float | None = None
    read: float | None = None
    write: float | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        return None if value in ("", 0) else value


# Of the refusals of a request; what the server itself fails with always may.
MAY_SUCCEED_LATER = (408, 409, 425, 429)


class HttpRequestData(NodeData):
    method: str = "get"
    url: str = ""
    authorization: Authorization | None = None
    headers: str | None = ""
    params: str | None = ""
    body: Body | None = None
    timeout: Timeouts | None = None
    ssl_verify: bool | None = True
    # Whether requests that change something carry the effect key as `Idempotency-Key`.
    idempotency_key: bool = True


class HttpRequestNode(Node[HttpRequestData]):
    kind = "http-request"
    effect: ClassVar[Effect] = "write"
    data = HttpRequestData
    default: ClassVar[Mapping[str, Any]] = {
        "method": "get",
        "url": "",
        "authorization": {"type": "no-auth", "config": None},
        "headers": "",
        "params": "",
        "body": {"type": "none", "data": []},
        "timeout": {},
        "ssl_verify": True,
    }

    def reads(self, data: HttpRequestData) -> Iterable[Selector]:
        key = data.authorization.config.api_key if data.authorization and data.authorization.config else ""
        texts, files = templates_of(data.body or Body())
        named = (data.url, key, data.headers or "", data.params or "", *texts)
        return [*(selector for text in named for selector in selectors(text)), *files]

    def outputs(self, data: HttpRequestData) -> Mapping[str, str]:
        return {"status_code": "number", "body": "string", "headers": "object", "files": "array[file]"}

    def problems(self, data: HttpRequestData) -> Iterable[tuple[str, str]]:
        if data.method.strip().upper() not in METHODS:
            yield "method", f"the method {data.method} is unknown; accepted are {', '.join(METHODS)}"

    def missing(self, data: HttpRequestData) -> Iterable[tuple[str, str]]:
        if not data.url.strip():
            yield "url", "the URL is missing"

    async def run(self, context: Context, data: HttpRequestData) -> Done:
        request = await _request(context, data)
        shown = {"request": _shown(request)}
        reply = await cast(Http, context.ports.http).send(request)
        done = await _done(context, reply, shown)
        minds = data.error_strategy or (data.retry_config and data.retry_config.retry_enabled)
        if minds and not 200 <= reply.status < 300:
            told = f"The server returned HTTP {reply.status}"
            said = str(done.outputs["body"])[:500].strip()
            again = reply.status in MAY_SUCCEED_LATER or reply.status >= 500
            raise NodeFailed(
                "http_status", f"{told}: {said}" if said else f"{told}.", retryable=again, process_data=shown
            )
        return done


async def _request(context: Context, data: HttpRequestData) -> HttpRequest:
    method = data.method.strip().upper()
    if method not in METHODS:
        raise NodeFailed("http_invalid_method", f"Unknown method {data.method}. Accepted: {', '.join(METHODS)}.")
    url = with_params(context.text(data.url).strip(), fields_of(context, data.params or ""))
    given = [each for each in header_fields(context, data.headers or "") if each[0].lower() not in OURS]
    key = _authorization(context, data.authorization)
    headers = [each for each in given if key is None or each[0].lower() != key[0].lower()]
    headers += [key] if key else []
    body = await body_of(context, data.body or Body())
    names = {name.lower() for name, _ in headers}
    if body.media_type and "content-type" not in names:
        headers.append(("Content-Type", body.media_type))
    if body.form:
        # The client says where a part ends, and names it there.
        headers = [each for each in headers if each[0].lower() != "content-type"]
    if data.idempotency_key and method not in SAFE and "idempotency-key" not in names:
        headers.append(("Idempotency-Key", str(context.effect_key)))
    secret = SECRETIVE | ({key[0].lower()} if key else set())
    request = HttpRequest(method, url, tuple(headers), secret, body.content, body.form)
    return _timed(replace(request, verify=data.ssl_verify is not False), context, data.timeout or Timeouts())


def _timed(request: HttpRequest, context: Context, timeout: Timeouts) -> HttpRequest:
    left = max(1.0, min(MOST_SECONDS, context.seconds_left))
    return replace(
        request,
        connect=min(timeout.connect or CONNECT_SECONDS, CONNECT_SECONDS),
        read=min(timeout.read or READ_SECONDS, left),
        write=min(timeout.write or READ_SECONDS, left),
        seconds=left,
    )


def _authorization(context: Context, authorization: Authorization | None) -> tuple[str, str] | None:
    from base64 import b64encode

    if authorization is None or authorization.type == "no-auth" or authorization.config is None:
        return None
    config = authorization.config
    key = context.text(config.api_key).strip()
    if not key:
        raise NodeFailed("http_no_api_key", "The API key of this request is empty.")
    name = (config.header or "").strip() or "Authorization"
    if config.type == "bearer":
        key = f"Bearer {key}"
    elif config.type == "basic":
        # Either as user:password, or already in Base64.
        key = "Basic " + (b64encode(key.encode()).decode() if ":" in key else key)
    return header_fields(context, "", [(name, key)])[0]


async def _done(context: Context, reply: HttpReply, shown: dict[str, Any]) -> Done:
    headers: dict[str, str] = {}
    for name, value in ((name.lower(), value) for name, value in reply.headers):
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    text, files = "", list[File]()
    most = context.limits.text_characters
    found = None if is_file(reply) else text_of(reply)
    if found is not None and len(found) <= most:
        text = found
    elif reply.body:
        files.append(await file_of(context, reply))
    outputs = {"status_code": reply.status, "body": text, "headers": clean(headers), "files": files}
    return Done(outputs, process_data=shown)


def _shown(request: HttpRequest) -> str:
    """The request for people, without what is secret."""
    lines = [f"{request.method} {request.url}"]
    lines += [f"{name}: {HIDDEN if name.lower() in request.secret else value}" for name, value in request.headers]
    if request.form:
        parts = (f"{part.name}: {part.filename or part.content.decode()}" for part in request.form)
        body = "\n".join(parts)
    else:
        content = request.content or b""
        body = content[:SHOWN_CHARACTERS].decode(errors="replace")
        if len(content) > SHOWN_CHARACTERS:
            body += f"\n[The first {SHOWN_CHARACTERS} of {len(content)} bytes.]"
    return clean("\n".join([*lines, "", body] if body else lines))[: 4 * SHOWN_CHARACTERS]
