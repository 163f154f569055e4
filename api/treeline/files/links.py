"""Signed links: `/files/…/{token}`. Anyone who has one can do the one thing it names, until it expires."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import g, request

from treeline.accounts.access import current_holder
from treeline.accounts.rights import Holder, Right, lapsed
from treeline.files.errors import BadLink, LinkExpired, LinkRevoked
from treeline.files.settings import FileSettings
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.crypto import BadSignature, Signer
from treeline.kernel.db import DbSession
from treeline.kernel.server.later import belongs_to
from treeline.kernel.web import Access

# SHOW: a file that came with a message.
UPLOAD, DOWNLOAD, SHOW = "upload", "download", "show"
_PAYLOAD = struct.Struct(">8s16s16sQ")
# Links to read are good for whoever has them. All others end with what they were made with: its kind, and its id.
READING = (DOWNLOAD, SHOW)
_HOLDER = struct.Struct(">8s16s")


@dataclass(frozen=True)
class Grant:
    """What a link allows: one action on one subject of one app, until `expires` (Unix seconds)."""

    action: str
    app_id: UUID
    subject: UUID
    expires: int
    holder: Holder | None = None

    def check(self, session: DbSession, can: str, workspace_id: UUID) -> None:
        """Raises LinkRevoked if whoever the link was made for may no longer do this."""
        if self.holder is not None and lapsed(session, [Right(self.holder, can, workspace_id)]):
            raise LinkRevoked


class Links:
    """Makes and opens links, good for `seconds`. `origin` is what they begin with, such as https://files.example.com.

    `holder`: who they are made for.
    """

    def __init__(self, settings: FileSettings, origin: str, holder: Holder | None = None):
        self._signer = Signer(settings.secret_key or "", "links")
        self.seconds, self._holder = settings.files_access_timeout, holder
        self.origin = (settings.files_url or origin).rstrip("/")

    def token(self, action: str, app_id: UUID, subject: UUID) -> str:
        return self._signer.sign(self._payload(action, app_id, subject))

    def node_tokens(self, action: str, app_id: UUID, subject: UUID) -> Callable[[str], str]:
        """From a node's id to a token for this node alone, whose id stands beside it in the link."""
        sign = self._signer.bound(self._payload(action, app_id, subject))
        return lambda node_id: sign(bytes.fromhex(node_id.replace("-", "")))

    def _payload(self, action: str, app_id: UUID, subject: UUID) -> bytes:
        expires = int(now().timestamp()) + self.seconds
        payload = _PAYLOAD.pack(action.encode(), app_id.bytes, subject.bytes, expires)
        if self._holder is None or action in READING:
            return payload
        return payload + _HOLDER.pack(self._holder.kind.encode(), self._holder.id.bytes)

    def shown(self, app_id: UUID, upload_id: UUID) -> str:
        """Where anyone sees a file that came with a message of the app, such as by an <img>."""
        return f"{self.origin}/files/uploads/{self.token(SHOW, app_id, upload_id)}"

    def open(self, token: str, node_id: UUID | None = None) -> Grant:
        """`node_id`: the one that the link names beside its token. Raises BadLink, LinkExpired."""
        try:
            payload = self._signer.open(token) if node_id is None else self._signer.open_bound(token, node_id.bytes)
            action, app_id, subject, expires = _PAYLOAD.unpack(payload[: _PAYLOAD.size])
            held = payload[_PAYLOAD.size :]
            kind, holder_id = _HOLDER.unpack(held) if held else (b"", b"")
        except (BadSignature, struct.error) as error:
            raise BadLink from error
        if expires <= now().timestamp():
            raise LinkExpired
        holder = Holder(_text(kind), UUID(bytes=holder_id)) if held else None
        return Grant(_text(action), UUID(bytes=app_id), UUID(bytes=subject), expires, holder)


def _text(packed: bytes) -> str:
    return packed.rstrip(b"\0").decode()


def links() -> Links:
    """Links for the caller of this request: on FILES_URL, or else on the origin it came to."""
    return Links(current.settings(FileSettings), request.host_url, current_holder())


def _check() -> None:
    named = request.view_args or {}
    g.grant = links().open(str(named.get("token", "")), named.get("node_id"))
    belongs_to("app", g.grant.app_id)


# Authorised by the link alone: no cookie is looked at, so none can be abused.
SIGNED_LINK = Access("signed link", _check, refusals=(BadLink, LinkExpired, LinkRevoked))


def current_grant(action: str) -> Grant:
    """The grant of this request, if it is for this action. Raises BadLink."""
    if g.grant.action != action:
        raise BadLink
    return g.grant
