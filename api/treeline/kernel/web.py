"""How a request becomes a call: one route, one `Operation`, written as a typed function.

    assets = Routes("assets", "/console/api/apps/<uuid:app_id>/assets", access=CONSOLE_OR_TOKEN, scope=app_assets)

    @assets.post("/folders", can="edit", status=201, refusals=[PathConflict])
    def create_folder(tree: AppAssetService, body: FolderCreate) -> NodeOut:
        '''Create a folder.'''
        return tree.create_folder(body.name, body.parent_id)

In this order: the caller is authenticated (the blueprint's `access`), the body is received, the unit of work opens, the
scope is obtained (404, 403), query and body are validated (400), the function runs, its reply is serialised, all is
committed. The signature is also what the OpenAPI document is made of.
"""

import inspect
import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast, get_type_hints

import structlog
from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, TypeAdapter, ValidationError
from structlog.contextvars import bind_contextvars, clear_contextvars

from treeline.kernel import current, deeds
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError, InsufficientScope, InvalidInput, UnsupportedMediaType
from treeline.kernel.headers import harden
from treeline.kernel.ids import new_id
from treeline.kernel.requests import SpooledRequest, UrlRule
from treeline.kernel.schemas import Body, ContractBody, Query
from treeline.kernel.scopes import ANY, needed
from treeline.kernel.server.later import AwaitedReply
from treeline.kernel.settings import KernelSettings
from treeline.kernel.validation import details_of

MIB = 1024 * 1024
JSON_BODY_BYTES = 16 * MIB
# From anyone: what nobody has logged in for is short.
PUBLIC_BODY_BYTES = 64 * 1024

Input = TypeVar("Input", bound=BaseModel)

log = structlog.stdlib.get_logger(__name__)

_SECRET_IN_PATH = re.compile(r"^/files/|<token>|<webhook_id>")


@dataclass(frozen=True)
class Access:
    """How a caller proves who it is. `check` raises Unauthorized; what it learns it leaves as plain ids in flask.g.

    It returns the scopes that the caller was given; None: no scopes limit it. `scoped`: callers may have some.
    """

    name: str
    check: Callable[[], Collection[str] | None]
    refusals: tuple[type[ApiError], ...] = ()
    # OpenAPI security schemes by name, all of which a request must satisfy.
    security: Mapping[str, Any] | None = None
    # Schemes that do instead, for callers who have scopes.
    otherwise: Mapping[str, Any] | None = None
    scoped: bool = False


PUBLIC = Access("public", lambda: None)


class Routes(Blueprint):
    """A blueprint of operations. `scope` obtains what every one of them works on, and refuses whoever may not."""

    def __init__(
        self,
        name: str,
        prefix: str,
        *,
        access: Access,
        scope: Callable[..., Any] | None = None,
        group: str = "",
        headers: Callable[[Any], Mapping[str, str]] | None = None,
        needs: str | None = None,
    ):
        """`group` is the task that the API reference lists its operations under: one of `openapi.GROUPS`.

        `headers`: what a reply that is no error says of the scope, once the operation has run. `needs`: the scope that
        keys and tokens need for each operation, where it is not the one that `can` stands for.
        """
        super().__init__(name, __name__, url_prefix=prefix)
        self.access, self.scope, self.group, self.headers, self.needs = access, scope, group, headers, needs
        self.operations: list[Operation] = []
        self._declared: list[tuple[Callable[..., Any], str, str, dict[str, Any]]] = []

    def operation(self, method: str, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def register(view: Callable[..., Any]) -> Callable[..., Any]:
            operation = Operation(view, self, method, path, **options)
            self.operations.append(operation)
            self._declared.append((view, method, path, options))
            self.add_url_rule(path, view.__name__, cast(Any, operation), methods=[method])
            return view

        return register

    def mirrored(self, name: str, prefix: str, *, access: Access, scope: Callable[..., Any]) -> "Routes":
        """The operations declared so far once more: another prefix, for callers who prove themselves otherwise."""
        mirror = Routes(
            name, prefix, access=access, scope=scope, group=self.group, headers=self.headers, needs=self.needs
        )
        for view, method, path, options in self._declared:
            mirror.operation(method, path, **options)(view)
        return mirror

    def get(self, rule: str, **options: Any) -> Callable[..., Any]:
        return self.operation("GET", rule, **options)

    def post(self, rule: str, **options: Any) -> Callable[..., Any]:
        return self.operation("POST", rule, **options)

    def put(self, rule: str, **options: Any) -> Callable[..., Any]:
        return self.operation("PUT", rule, **options)

    def patch(self, rule: str, **options: Any) -> Callable[..., Any]:
        return self.operation("PATCH", rule, **options)

    def delete(self, rule: str, **options: Any) -> Callable[..., Any]:
        return self.operation("DELETE", rule, **options)


class Operation:
    """One method of one path. Called by Flask with the path's values."""

    def __init__(
        self,
        view: Callable[..., Any],
        routes: Routes,
        method: str,
        path: str,
        *,
        can: str | None = None,
        needs: str | None = None,
        deed: str | None = None,
        status: int = 200,
        transactional: bool = True,
        max_body: int | Callable[[KernelSettings], int] | None = None,
        refusals: Iterable[type[ApiError]] = (),
        body: type[BaseModel] | None = None,
        reply: Any = None,
        sends: str | None = None,
        form: type[Query] | None = None,
        takes_text: bool = False,
        also: Iterable[int] = (),
    ):
        if (routes.scope is None) != (can is None):
            raise TypeError(
                f"{view.__name__}: a route with a scope says what its caller must be able to do, others do not"
            )
        self.view, self.routes, self.method, self.path = view, routes, method, path
        self.can, self.status, self.transactional = can, status, transactional
        # What a key or a token must have been given; None: neither may call this.
        self.needs = (needs or routes.needs or needed(can)) if routes.access.scoped else None
        # What it does, for the audit log: "kind.verb".
        self.deed = deed
        usual = PUBLIC_BODY_BYTES if routes.access is PUBLIC else JSON_BODY_BYTES
        self.max_body = usual if max_body is None else max_body
        self.refusals, self.sends, self.form = tuple(refusals), sends, form
        # Other statuses that the same reply comes with.
        self.also = tuple(also)
        # JSON also as text/plain: what a page sends that is being closed.
        self.takes_text = takes_text
        self.__name__ = view.__name__
        hints = get_type_hints(view, include_extras=True)
        self.body: type[Body | ContractBody] | None = hints.get("body")
        self.query: type[Query] | None = hints.get("query")
        self.takes_data = "data" in hints
        returns = hints.get("return", Response)
        self.returns: Any = None if returns in (Response, type(None)) else returns
        # For the document: what the signature does not say, because the view reads or writes JSON itself.
        self.documented_body = self.body or body
        self._adapter: TypeAdapter[Any] | None = None
        self._replies: Any = self.returns or reply
        self._scope_takes = (
            [] if routes.scope is None else [n for n in inspect.signature(routes.scope).parameters if n != "can"]
        )

    def __call__(self, **path: Any) -> ResponseReturnValue:
        most = self.max_body
        request.max_content_length = most(current.settings(KernelSettings)) if callable(most) else most
        self._admit(self.routes.access.check())
        # Received whole before a transaction opens, so that a slow client never holds a database connection.
        data = _json_bytes(text=self.takes_text) if self.body is not None or self.takes_data else b""
        with unit_of_work() as session:
            ids = dict(path)
            args = self._scoped(path)
            doing = deeds.begin(session, self.deed, self.can, ids) if self.deed else None
            if self.transactional:
                response = self._respond(args, path, data, doing)
                if doing is not None and response.status_code < 400 and not doing.recorded:
                    deeds.end(session, doing)
                return response
        response = self._respond(args, path, data, doing)
        if doing is not None and response.status_code < 400 and not doing.recorded:
            with unit_of_work() as session:
                deeds.end(session, doing)
        return response

    def _admit(self, scopes: Collection[str] | None) -> None:
        """Raises InsufficientScope."""
        if scopes is None or (self.needs is not None and (self.needs == ANY or self.needs in scopes)):
            return
        raise InsufficientScope(self.needs, scopes)

    def _scoped(self, path: dict[str, Any]) -> list[Any]:
        if self.routes.scope is None:
            return []
        return [self.routes.scope(**{name: path.pop(name) for name in self._scope_takes}, can=self.can)]

    def _respond(self, args: list[Any], path: dict[str, Any], data: bytes, doing: deeds.Doing | None) -> Response:
        if self.query is not None:
            path["query"] = _validated(self.query.model_validate, _given(self.query))
        if self.body is not None:
            path["body"] = _validated(self.body.model_validate_json, data)
        if self.takes_data:
            path["data"] = data
        if doing is not None:
            doing.body = path.get("body")
        result = self.view(*args, **path)
        if doing is not None:
            doing.result = result
        response = self._reply(result)
        if self.routes.headers is not None and response.status_code < 400:
            response.headers.update(self.routes.headers(*args))
        return response

    def _reply(self, result: Any) -> Response:
        if isinstance(result, Response):
            return result
        if self.returns is None:
            nothing = Response(status=204)
            nothing.headers.pop("Content-Type")
            return nothing
        reply = self.documented_reply
        return json_response(reply.dump_json(reply.validate_python(result)), self.status)

    @property
    def has_reply(self) -> bool:
        return self._replies is not None

    @property
    def documented_reply(self) -> TypeAdapter[Any]:
        """Made when it is first needed: a process that serves few operations starts sooner."""
        if self._adapter is None:
            self._adapter = TypeAdapter(self._replies)
        return self._adapter

    def prepare(self) -> None:
        """Build what requests of this operation are validated with. Otherwise the first request does."""
        for model in (self.documented_body, self.query, self.form):
            if model is not None:
                model.model_rebuild()
        if self.has_reply:
            self.documented_reply.rebuild()


def _given(kind: type[Query]) -> dict[str, str | list[str]]:
    """The query's values; one that is left blank is not given, as in a form on the web.

    A list is given by its name several times, with or without the brackets that some clients add.
    """
    given: dict[str, str | list[str]] = {name: value for name, value in request.args.to_dict().items() if value}
    for name in kind.lists:
        given[name] = [each for spelled in (name, f"{name}[]") for each in request.args.getlist(spelled) if each]
    return given


def json_response(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status, headers, content_type="application/json")


def _json_bytes(*, text: bool = False) -> bytes:
    data = request.get_data()
    if request.content_length is None:
        # A chunked body ends silently at the limit; only another read says that there was more.
        request.stream.read(1)
    if data and not request.is_json and not (text and request.mimetype == "text/plain"):
        raise UnsupportedMediaType("This endpoint expects JSON. Send Content-Type: application/json.")
    return data or b"{}"


def read_json(kind: type[Input]) -> Input:
    """The request's JSON body, for a view that takes other bodies too. No transaction may be open."""
    request.max_content_length = JSON_BODY_BYTES
    return _validated(kind.model_validate_json, _json_bytes())


def read_form(kind: type[Input]) -> Input:
    """The fields of the request's form, for a view that takes a file. No transaction may be open."""
    return _validated(kind.model_validate, request.form.to_dict())


def _validated(parse: Callable[[Any], Input], data: Any) -> Input:
    try:
        return parse(data)
    except ValidationError as error:
        details = details_of(error)
        first = details[0]
        raise InvalidInput(f"{first['path'] or 'body'}: {first['message']}", details[:100]) from error


class FlaskApp(Flask):
    """Flask, with ids and limits around each request."""

    request_class = SpooledRequest
    url_rule_class = UrlRule

    def resumed(self, work: Callable[[], Response]) -> Callable[..., Any]:
        """A WSGI application for the end of a request that waited without a thread: `work` makes its response."""

        def answer(environ: Any, start_response: Any) -> Any:
            clear_contextvars()
            bind_contextvars(request_id=environ["treeline.id"])
            with self.request_context(environ):
                try:
                    response = work()
                except Exception as error:
                    response = self.make_response(self.handle_user_exception(error))
                return self.process_response(response)(environ, start_response)

        return answer

    def prepare(self) -> None:
        """Build what requests are validated with, in a server before it forks."""
        for operation in self.operations.values():
            operation.prepare()

    @property
    def operations(self) -> dict[str, Operation]:
        """Every operation by its endpoint."""
        return {name: view for name, view in self.view_functions.items() if isinstance(view, Operation)}


def client_waits() -> bool:
    """Whether whoever sent this request is still there to read the reply; True where the server does not tell."""
    connection = request.environ.get("gunicorn.socket")
    if connection is None:
        return True
    ready = select.poll()
    try:
        ready.register(connection, select.POLLIN)
        # What is there to be read is the next request, or the end.
        return not ready.poll(0) or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        # Closed; or encrypted here, where nothing can be looked at without taking it.
        return isinstance(connection, ssl.SSLSocket)


def register_web(flask_app: FlaskApp) -> None:
    @flask_app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        clear_contextvars()
        request.environ["treeline.id"] = given if given.isalnum() and len(given) <= 64 else new_id().hex
        request.environ["treeline.began"] = time.perf_counter()
        bind_contextvars(request_id=request.environ["treeline.id"])

    @flask_app.after_request
    def end(response: Response) -> Response:
        if isinstance(response.response, AwaitedReply):
            return response
        response.headers["X-Request-Id"] = structlog.contextvars.get_contextvars().get("request_id", "")
        harden(response)
        _log(response)
        return response


def _log(response: Response) -> None:
    rule = request.url_rule.rule if request.url_rule else ""
    # A link that is a secret is not logged, but its route is.
    path = rule if _SECRET_IN_PATH.search(rule) else request.path
    took = (time.perf_counter() - request.environ["treeline.began"]) * 1000
    # Asked for all the time, also while things are not well; what is wrong stands in its reply.
    quiet = rule == "/health"
    write = log.debug if quiet else log.info
    write("request", method=request.method, path=path, status=response.status_code, ms=round(took, 1))
