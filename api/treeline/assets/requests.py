"""What all routes of this feature share: their URLs, the app they are for, and their parameters."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from flask import request

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.assets import errors
from treeline.assets.links import AssetLinks
from treeline.files.links import links
from treeline.kernel import current
from treeline.kernel.errors import InvalidInput
from treeline.kernel.idempotency import IdempotencyKeyInUse, IdempotencyKeyReused, Once
from treeline.kernel.web import MIB, Routes

MULTIPART_OVERHEAD = MIB

NOT_FOUND = [AppNotFound, errors.NodeNotFound]
ARRIVING = [
    AppNotFound,
    errors.ParentNotFound,
    errors.NotAFolder,
    errors.PathConflict,
    errors.TooDeep,
    errors.TooManyNodes,
]
# What a tree of newcomers may meet.
BATCH = [
    *ARRIVING,
    errors.InvalidBatch,
    errors.ContentMismatch,
    errors.Stale,
    IdempotencyKeyReused,
    IdempotencyKeyInUse,
]


class Changing(Protocol):
    """What may change a tree. `revision`: the one that its last change left; None: it has changed nothing."""

    @property
    def revision(self) -> int | None: ...


def tree_revision(changing: Changing) -> dict[str, str]:
    """X-Tree-Revision on the reply to a change: the next If-Match may name it."""
    return {} if changing.revision is None else {"X-Tree-Revision": str(changing.revision)}


class AssetRoutes(Routes):
    """Routes on an app's files, for members of its workspace; and `for_keys`, for programs that hold a key of the app.

    `made` makes what they work on, in the name of a person. A key is nobody in particular: None.
    """

    def __init__(
        self,
        name: str,
        path: str,
        made: Callable[[App, UUID | None], Any],
        *,
        group: str,
        headers: Callable[[Any], dict[str, str]] | None = None,
    ):
        def scope(app_id: UUID, can: str) -> Any:
            return made(get_app(app_id, can), current_member().account_id)

        prefix = f"/console/api/apps/<uuid:app_id>/assets{path}"
        super().__init__(name, prefix, access=CONSOLE_OR_TOKEN, scope=scope, group=group, headers=headers)
        self.path, self.made = path, made

    def for_keys(self) -> Routes:
        """The operations declared so far once more, at /v1/assets: the app comes from the key instead of the path."""

        def scope(can: str) -> Any:
            return self.made(key_app(can), None)

        return self.mirrored(f"v1_{self.name}", f"/v1/assets{self.path}", access=APP_KEY, scope=scope)


def asset_links(app: App) -> AssetLinks:
    """Links for the caller of this request."""
    return AssetLinks(app, current.storage(), links)


def if_match() -> str | None:
    value = request.headers.get("If-Match", "*").strip()
    return None if value == "*" else value.strip('"')


def if_revision() -> int | None:
    """The tree's revision in If-Match. Raises InvalidInput."""
    value = if_match()
    if value is not None and not (value.isascii() and value.isdigit() and len(value) < 19):
        raise InvalidInput('If-Match must be the revision of the tree in quotes, such as "7".')
    return None if value is None else int(value)


def once(body: bytes) -> Once | None:
    """The request as its Idempotency-Key names it. Raises InvalidInput."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise InvalidInput("Idempotency-Key must have 1 to 255 printable ASCII characters.")
    return None if key is None else Once(key, body)
