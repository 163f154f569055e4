"""The base class of errors, and the only place where an exception becomes a response.

Errors are `ApiError` subclasses, raised where the problem is found. Anything else is a bug: 500, logged, not leaked.
"""

import json
import logging
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Self

import psycopg2
from flask import Flask, Response
from psycopg2 import errorcodes
from pydantic import BaseModel, ConfigDict
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.contextvars import get_contextvars
from werkzeug.exceptions import HTTPException

from treeline.kernel.mysql_errors import Trouble, trouble_of
from treeline.kernel.space import database_is_full, disk_is_full, redis_is_full
from treeline.kernel.storage import StorageRejected, StorageUnavailable
from treeline.kernel.validation import Problem

log = logging.getLogger(__name__)


class ErrorDetail(BaseModel):
    """What is wrong with what stands at `path`; `type` and `params` are for whoever says it in words of their own."""

    model_config = ConfigDict(extra="allow")

    path: str
    message: str
    type: str
    params: dict[str, int | float | str]


class ErrorOut(BaseModel):
    """What every refusal looks like."""

    model_config = ConfigDict(title="Error")

    code: str
    message: str
    status: int
    details: list[ErrorDetail] | None = None


# Too many requests, or something that is needed is away.
RETRYABLE = {429, 502, 503, 504}


class ApiError(Exception):
    """A refusal that the caller can act on.

    `details` names what is at fault, each as `Problem.at` makes it: {path, message, type, params}.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    # What existing clients look for in the body besides.
    more: ClassVar[Mapping[str, str]] = {}

    # Whether the same request may well succeed a little later.
    retryable: ClassVar[bool] = False

    def __init_subclass__(cls, **more: Any):
        super().__init_subclass__(**more)
        if "status" in vars(cls) and "retryable" not in vars(cls):
            cls.retryable = cls.status in RETRYABLE

    def __init__(
        self, message: str, details: list[dict[str, Any]] | None = None, headers: Mapping[str, str] | None = None
    ):
        super().__init__(message)
        self.message, self.details, self.headers = message, details, headers or {}


class InvalidInput(ApiError):
    code = "invalid_param"

    @classmethod
    def at(cls, path: str, kind: str, message: str, **params: Any) -> Self:
        """One field that is not taken. `kind` and `params`: for whoever says it in another language."""
        return cls(f"{path}: {message}", [Problem(kind, message, params).at(path)])


class UnsupportedMediaType(ApiError):
    status, code = 415, "unsupported_media_type"


class Unauthorized(ApiError):
    status, code = 401, "unauthorized"


class Forbidden(ApiError):
    status, code = 403, "forbidden"


class InsufficientScope(Forbidden):
    """Of a key or a token."""

    code = "insufficient_scope"

    def __init__(self, needed: str | None, given: Collection[str]):
        told = (
            f"This needs the scope {needed}; the key or token in use has {', '.join(given)}."
            if needed
            else "Keys and tokens can't do this. Log in instead."
        )
        super().__init__(told)


class NotFound(ApiError):
    status, code = 404, "not_found"


class TooManyRequests(ApiError):
    status, code = 429, "too_many_requests"


class Unavailable(ApiError):
    status, code = 503, "unavailable"


class TooManyConnections(Unavailable):
    code = "too_many_connections"


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"


class TextTooLong(ApiError):
    """MySQL's: it keeps no more of what it looks things up by."""

    status, code = 400, "text_too_long"


class DatabaseBusy(Unavailable):
    code = "busy"


class RedisUnavailable(Unavailable):
    code = "redis_unavailable"


class StorageAway(Unavailable):
    code = "storage_unavailable"


class StorageRefusal(ApiError):
    status, code = 500, "storage_rejected"


class StorageFull(ApiError):
    """Wherever there is no room left; the code says where."""

    status, code = 507, "storage_full"


class DatabaseFull(StorageFull):
    code = "database_full"


class RedisFull(StorageFull):
    code = "redis_full"


def reply(
    status: int,
    code: str,
    message: str,
    details: object = None,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> Response:
    body = {"code": code, "message": message, "status": status, **(more or {})}
    if details is not None:
        body["details"] = details
    return Response(json.dumps(body), status, headers, content_type="application/json")


BUSY = {errorcodes.LOCK_NOT_AVAILABLE, errorcodes.DEADLOCK_DETECTED, errorcodes.SERIALIZATION_FAILURE}
RETRY = {"Retry-After": "2"}


def register_errors(flask_app: Flask) -> None:
    flask_app.register_error_handler(ApiError, _refused)
    flask_app.register_error_handler(HTTPException, _http)
    # psycopg2's own: COPY goes past SQLAlchemy.
    for kind in (DBAPIError, psycopg2.Error, PoolTimeout, RedisError, OSError):
        flask_app.register_error_handler(kind, _outside)
    flask_app.register_error_handler(Exception, _bug)


def _refused(error: ApiError) -> Response:
    return reply(error.status, error.code, error.message, error.details, error.headers, error.more)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 413:
        return reply(413, "request_too_large", "The request body is too large for this endpoint.")
    headers = {name: value for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")}
    return reply(status, error.name.lower().replace(" ", "_"), error.description or error.name, headers=headers)


def database_away(error: Exception) -> bool:
    """Whether the database could not be asked, or is busy: the same may work a moment later."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, Exception):
        error = error.orig
    return isinstance(error, PoolTimeout) or is_busy(error) or _away(error)


def is_busy(error: BaseException) -> bool:
    """Whether someone else has locked what it needs: for too long, or each waited for the other."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    return getattr(error, "pgcode", None) in BUSY or trouble_of(error) is Trouble.BUSY


def _is_crowded(error: Exception) -> bool:
    """The database takes no more connections. libpq gives no SQLSTATE for what fails while it connects."""
    return trouble_of(error) is Trouble.CROWDED or any(
        words in str(error) for words in ("too many clients", "connection slots are reserved", "too many conn")
    )


def refusal_of(error: Exception) -> ApiError | None:
    """What a person is told where disk, database, Redis or storage is full or away; None: it is a bug."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, Exception):
        error = error.orig
    if isinstance(error, psycopg2.Error | PoolTimeout) or trouble_of(error):
        return _of_database(error)
    if isinstance(error, RedisError):
        if redis_is_full(error):
            return RedisFull("Redis is full or can't write to its disk.")
        return RedisUnavailable("Redis is not responding. Try again.")
    if isinstance(error, StorageRejected):
        return StorageRefusal(
            "The storage rejected an option of this request, so retrying won't help. See the server log for details."
        )
    if isinstance(error, StorageUnavailable):
        return StorageAway("The storage is not responding. Try again.")
    return StorageFull("The storage is full.") if disk_is_full(error) else None


def _of_database(error: Exception) -> ApiError | None:
    if database_is_full(error):
        return DatabaseFull("The database's disk is full. Nothing was saved.")
    if trouble_of(error) is Trouble.LONG:
        return TextTooLong("A name or identifier is too long. Use at most 255 characters.")
    if is_busy(error):
        return DatabaseBusy("Someone else is changing the same data. Try again.")
    if isinstance(error, PoolTimeout) or _is_crowded(error):
        return TooManyConnections("All database connections are in use. Try again in a few seconds.")
    return DatabaseUnavailable("The database is not responding. Try again.") if _away(error) else None


def _away(error: Exception) -> bool:
    """A bare DatabaseError without a SQLSTATE is libpq's: the connection broke while an answer was being read."""
    broken = type(error) is psycopg2.DatabaseError and not error.pgcode
    lost = isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError))
    return broken or lost or trouble_of(error) is Trouble.AWAY


def _outside(error: Exception) -> Response:
    refusal = refusal_of(error)
    if refusal is None:
        return _bug(error)
    remedy = " (raise max_connections or lower SQLALCHEMY_POOL_SIZE)" if isinstance(refusal, TooManyConnections) else ""
    log.error("%s: %s%s", refusal.code, error.__cause__ or error, remedy)
    return reply(refusal.status, refusal.code, refusal.message, headers=RETRY if refusal.retryable else None)


def _bug(error: Exception) -> Response:
    log.error("unhandled error", exc_info=error)
    request_id = get_contextvars().get("request_id", "")
    return reply(
        500, "internal_server_error", f"Something went wrong on our side. See request {request_id} in the server log."
    )
