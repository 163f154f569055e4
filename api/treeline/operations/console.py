"""The web console next to the API: serves the built files of `web/dist`, if they exist, on the same origin.

It has no routes: it handles requests that match no route, so that the API's 404 and 405 don't change.
"""

import re
import secrets
from base64 import b64encode
from hashlib import sha256
from os.path import isfile
from pathlib import Path

from flask import Flask, Response, current_app, render_template_string, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from treeline.embedded.parts import read_instance
from treeline.embedded.servers import socket_path
from treeline.operations.settings import OperationSettings

# What programs speak to: whatever is not there is told to them in the API's words, whoever seems to ask.
API_PATHS = re.compile(r"/(console/api|v1|files|mcp|triggers|health|metrics|openapi\.json|docs)(/|$)")
# Vite names what it puts there after its content.
HASHED = "assets/"
BUILDING = Path(__file__).parent / "pages" / "building.html"
# Where the page has its nonce: the editor and the dialogs of the console write styles of their own, marked with it.
NONCE = "TREELINE_NONCE"
FOREVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
PAGE_HEADERS = {
    "Cache-Control": ASK_AGAIN,
    # No page that the console opens shares its window.
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Console:
    """The console's files, read from the disk as they are asked for: a new build needs no restart."""

    def __init__(self, settings: OperationSettings):
        self.folder = settings.console_folder
        self.settings = settings
        self.sockets = socket_path(settings.treeline_data)

    def page(self) -> Response | None:
        """The page that all of the console's addresses begin with, if there is one."""
        found = self.folder / "index.html"
        if not found.is_file():
            return self._not_yet()
        # Another one each time, so nobody may keep the page: it is small.
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": _content_security_policy(self.settings, nonce), **PAGE_HEADERS}
        if "token" in request.args:
            # The link of a mail: its token is left to nobody.
            headers["Cache-Control"] = "no-store"
        return Response(found.read_text().replace(NONCE, nonce), headers=headers, mimetype="text/html")

    def _not_yet(self) -> Response | None:
        """While the console is built beside us: a page that says so, and asks again by itself."""
        state = read_instance(self.sockets).console
        if not state:
            return None
        page = render_template_string(BUILDING.read_text(), failed=state == "failed")
        headers = {"Content-Security-Policy": plain_policy(page), "Cache-Control": "no-store", "Retry-After": "2"}
        return Response(page, 503, headers)

    def answer(self, path: str) -> Response | None:
        """A file of the build; else, to who wants a page, the console itself."""
        name = path.removeprefix("/")
        if name.startswith(".") or API_PATHS.match(path):
            return None
        response = self._file(name) if name != "index.html" else None
        if response is not None:
            response.headers["Cache-Control"] = FOREVER if name.startswith(HASHED) else ASK_AGAIN
            return response
        return self.page() if _wants_a_page() and not name.startswith(HASHED) else None

    def _file(self, name: str) -> Response | None:
        found = safe_join(str(self.folder), name)
        # A Path would raise for a name that no file can have, such as one of 8,000 letters.
        if found is None or not isfile(found):
            return None
        packed = f"{found}.gz"
        if not isfile(packed):
            return send_file(found, conditional=True)
        squeezed = "gzip" in request.accept_encodings
        response = send_file(packed if squeezed else found, _type(found), conditional=True)
        response.headers["Vary"] = "Accept-Encoding"
        if squeezed:
            response.headers["Content-Encoding"] = "gzip"
        return response


def plain_policy(page: str) -> str:
    """Of a page of ours that has a style and no script."""
    styles = (sha256(each.encode()).digest() for each in re.findall("<style>(.*?)</style>", page, re.DOTALL))
    allowed = " ".join(f"'sha256-{b64encode(each).decode()}'" for each in styles)
    return f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'"


def console() -> Console:
    return current_app.extensions["console"]


def register(flask_app: Flask) -> None:
    flask_app.extensions["console"] = Console(flask_app.extensions["settings"])

    @flask_app.before_request
    def serve() -> Response | None:
        if isinstance(request.routing_exception, NotFound) and request.method in ("GET", "HEAD"):
            return console().answer(request.path)
        return None


def _wants_a_page() -> bool:
    """A browser that goes to an address names HTML; programs take anything, and get the API's 404."""
    return any(kind == "text/html" for kind, _ in request.accept_mimetypes)


def _content_security_policy(settings: OperationSettings, nonce: str) -> str:
    # Uploads may go straight to where files are: another name of this server, or an S3.
    elsewhere = [settings.console_api_url, settings.files_url]
    if settings.storage_type == "s3":
        elsewhere.append(settings.s3_endpoint or "https://*.amazonaws.com")
    reachable = " ".join(["'self'", *dict.fromkeys(url.rstrip("/") for url in elsewhere if url)])
    return "; ".join(
        [
            "default-src 'self'",
            f"connect-src {reachable}",
            f"img-src {reachable} data: blob:",
            f"style-src 'self' 'nonce-{nonce}'",
            "worker-src 'self' blob:",
            # A PDF that the console itself has fetched and typed, in the browser's own viewer.
            "frame-src blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _type(name: str) -> str:
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
    return kinds.get(Path(name).suffix, "application/octet-stream")
