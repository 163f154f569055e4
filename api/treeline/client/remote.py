"""The server over HTTP: one API key, every request counted, temporary errors retried."""

import platform
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2

from treeline.client.errors import Refused, Unreachable, WrongUse, own_version, printable
from treeline.client.replies import NotUnderstood, understood

Result = TypeVar("Result")

# Whoever was never there is given up soon; one that has answered may be restarting. In all 1.5 s, and about a minute.
TRIES_AT_FIRST, TRIES = 3, 9
FIRST_WAIT, LONGEST_WAIT, LONGEST_ASKED = 0.5, 15.0, 120.0
PASSING = {429, 502, 503, 504}
# What a Treeline server says is not there; from others a 404 means that they are no such server.
_KNOWN_CODES = ("app_", "version", "draft_", "workflow_", "dataset_", "document_", "source_")
REVOKED = "It was valid when this command began: it has been revoked or has expired since."
TIMEOUT = httpx2.Timeout(60, connect=10, read=300, pool=None)


class ConnectionBroke(Exception):
    """What came so far is kept, and the rest is worth another try."""


class Passing(Exception):
    """The server says: not now. `after` is how many seconds it asks for."""

    def __init__(self, refusal: Refused, after: float | None):
        super().__init__(refusal.message)
        self.refusal, self.after = refusal, after


class Remote:
    """`note` is told, in a sentence, when a request is tried again. Methods may be called by several threads."""

    # What the paths of calls stand below, and what to look at where they are not authorized.
    root = "/v1/assets"
    credentials = "Check TREELINE_KEY (or --key): it must be an API key of the app."

    def __init__(self, url: str, key: str, note: Callable[[str], None] = lambda _: None):
        self.url, self.note, self.requests = _checked_url(url), note, 0
        self._authorization = {"Authorization": f"Bearer {_checked_key(key)}"}
        self._client = _client()
        # `_accepted`: the key, or the login, has opened something.
        self._answered = self._accepted = False
        self._lock = Lock()

    def call(
        self,
        method: str,
        path: str,
        kind: type[Any] = dict,
        *,
        once: bool = False,
        if_match: int | None = None,
        **more: Any,
    ) -> Any:
        """The JSON of the reply, of this kind. `path` stands below `root`. `once`: sent again, it has its effect
        once.

        Raises Refused, Unreachable.
        """
        headers = dict(self._authorization)
        if once:
            headers["Idempotency-Key"] = str(uuid4())
        if if_match is not None:
            headers["If-Match"] = f'"{if_match}"'
        url = f"{self.url}{self.root}{path}"
        return self._retried(lambda: self._json(method, url, kind, headers=headers, **more))

    def send(self, url: str, body: Callable[[], Iterator[bytes]], length: int, kind: type[Any] = dict) -> Any:
        """PUT to a signed link, which gets no key: it may lead to another host. `body` is called for every try."""
        headers = {"Content-Length": str(length), "Content-Type": "application/octet-stream"}
        return self._retried(lambda: self._json("PUT", url, kind, headers=headers, content=body()))

    def contents(self, hashes: Callable[[], list[str]], take: Callable[[list[str], Iterator[bytes]], None]) -> None:
        """The bytes of many files: `take` gets the hashes asked for and the body. `hashes`: what is still wanted."""

        def read() -> None:
            asked = hashes()
            if not asked:
                return
            self._count()
            url, body = f"{self.url}{self.root}/contents", {"sha256": asked}
            with self._client.stream("POST", url, json=body, headers=self._authorization) as response:
                self._check(response)
                take(asked, response.iter_bytes())

        self._retried(read)

    def download(self, path: str, take: Callable[[Iterator[bytes]], None]) -> None:
        """The body of a reply: `take` gets it from its beginning, once more if the connection broke."""

        def read() -> None:
            self._count()
            with self._client.stream("GET", f"{self.url}{self.root}{path}", headers=self._authorization) as response:
                self._check(response)
                take(response.iter_bytes())

        self._retried(read)

    def upload(
        self, path: str, body: Callable[[], Iterator[bytes]], length: int, kind: type[Any] = dict, **more: Any
    ) -> Any:
        """POST of a file. `body` is called for every try: what is done must not be done twice."""
        own = {"Content-Length": str(length), "Content-Type": "application/zip"}
        headers, url = {**self._authorization, **own}, f"{self.url}{self.root}{path}"
        return self._retried(lambda: self._json("POST", url, kind, headers=headers, content=body(), **more))

    def close(self) -> None:
        self._client.close()

    def _json(self, method: str, url: str, kind: type[Any], **options: Any) -> Any:
        self._count()
        response = self._client.request(method, url, **options)
        self._check(response)
        try:
            return understood(response.json(), kind)
        except NotUnderstood as error:
            told = f"{self.url} is not a Treeline server, or its response is invalid: {error}."
            raise Refused(printable(told), response.status_code) from error
        except (ValueError, RecursionError) as error:
            raise Refused(
                f"{self.url} is not a Treeline server, or its response is invalid.", response.status_code
            ) from error

    def _check(self, response: httpx2.Response) -> None:
        """Raises Refused, Passing."""
        self._answered = True
        status = response.status_code
        if status != 401:
            self._accepted = True
        if 200 <= status < 300:
            return
        response.read()
        refusal = _refusal(response, self.url, REVOKED if self._accepted else self.credentials)
        after = _seconds(response.headers.get("Retry-After"))
        if status in PASSING or (status == 409 and after is not None):
            raise Passing(refusal, after)
        raise refusal

    def _retried(self, request: Callable[[], Result]) -> Result:
        tries = 0
        while True:
            tries += 1
            last = tries >= (TRIES if self._answered else TRIES_AT_FIRST)
            # With jitter, so that clients which failed together do not come back together.
            wait = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT) * random.uniform(0.75, 1.25)  # noqa: S311  no secret
            try:
                return request()
            except Passing as passing:
                if last:
                    raise given_up(passing.refusal) from passing
                wait = wait if passing.after is None else min(passing.after, LONGEST_ASKED)
                reason = passing.refusal.message
            except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, httpx2.LocalProtocolError, UnicodeError) as error:
                raise Unreachable(f"Can't send a request to {self.url}: {spoken(error)}") from error
            except (httpx2.TransportError, ConnectionBroke) as error:
                if last:
                    raise Unreachable(f"Can't connect to {self.url}: {spoken(error)}") from error
                reason = spoken(error)
            except httpx2.HTTPError as error:
                raise Refused(f"Can't read the server's response: {spoken(error)}", 0) from error
            self.note(f"{reason} Retrying in {wait:.1f} s.")
            time.sleep(wait)

    def _count(self) -> None:
        with self._lock:
            self.requests += 1


def given_up(refusal: Refused) -> Refused | Unreachable:
    return refusal if refusal.status in (409, 429) else Unreachable(f"{refusal.message} ({refusal.status})")


def _refusal(response: httpx2.Response, url: str, credentials: str) -> Refused:
    status = response.status_code
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("message"), str):
        body = {"message": f"{url} returned {status} {response.reason_phrase}."}
    hint = _hint(status, str(body.get("code", "")), response, url, credentials)
    return Refused(printable(" ".join(filter(None, [body["message"], hint]))), status, body)


def _hint(status: int, code: str, response: httpx2.Response, url: str, credentials: str) -> str:
    if 300 <= status < 400:
        return f"It redirects to {response.headers.get('Location', 'nowhere')}. Check --url."
    if status == 401:
        return credentials
    if status == 404 and not code.startswith(_KNOWN_CODES):
        return f"Check that {url} is a Treeline server and up to date."
    if status == 412:
        return "Someone else changed the tree. Check with `treeline assets status`, then try again."
    if status == 413:
        return "See the server's limits at /v1/assets/limits."
    if status == 507:
        return "The server's disk is full. Nothing was changed."
    if status == 500 and (request_id := response.headers.get("X-Request-Id")):
        return f"See request {request_id} in the server log."
    return ""


def _seconds(retry_after: str | None) -> float | None:
    """Of a Retry-After, which is a number of seconds or a date."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(int(retry_after)))
    except (ValueError, OverflowError):
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def spoken(error: Exception) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return "the request timed out."
    text = printable(str(error)).rstrip(".") or type(error).__name__
    return f"{text}."


def _client() -> httpx2.Client:
    """Raises WrongUse, without the address of a proxy, which may hold a password."""
    try:
        return httpx2.Client(timeout=TIMEOUT, headers={"User-Agent": _user_agent()})
    except (ValueError, ImportError, OSError, httpx2.InvalidURL) as error:
        names = "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE or SSL_CERT_DIR"
        raise WrongUse(f"Invalid value in one of {names} ({type(error).__name__}).") from error


def _user_agent() -> str:
    return f"treeline-cli/{own_version()} (Python {platform.python_version()}; {platform.system()})"


def _checked_url(url: str) -> str:
    """Without a slash or /v1 at the end. Raises WrongUse."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        good = good and url.isprintable() and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise WrongUse("--url (or TREELINE_URL) must be a URL such as http://localhost:5001, without a user or query.")
    return url.rstrip("/").removesuffix("/v1")


def _checked_key(key: str) -> str:
    """Raises WrongUse, without the key in it."""
    key = key.strip()
    if not key:
        raise WrongUse("API key missing: set TREELINE_KEY or --key. You can create a key in the app's settings.")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise WrongUse("The key (TREELINE_KEY or --key) or token (TREELINE_TOKEN) contains invalid characters.")
    return key
