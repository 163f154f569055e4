"""The picture of an account: one of its own uploads."""

from itertools import islice
from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import Member
from treeline.accounts.models import Account
from treeline.files.avatars.errors import NotAPicture
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import extension_of, of_member, read
from treeline.kernel.db import unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.storage import Storage
from treeline.kernel.web import MIB

MOST_BYTES = MIB
# What a file of this name begins with. A name decides what browsers are told it is.
BEGINNINGS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}


class AvatarService:
    """Of one member. Opens its own short units of work: bytes are looked at in between."""

    def __init__(self, member: Member, objects: Storage):
        self.member, self.objects = member, objects

    def choose(self, upload_id: UUID | None) -> Account:
        """None: no picture. The one before goes with retention. Raises UploadNotFound, NotAPicture, BytesMissing."""
        if upload_id is not None:
            with unit_of_work() as session:
                (upload,) = of_member(session, self.member.workspace_id, self.member.account_id, [upload_id])
            self._check(upload)
        with unit_of_work() as session:
            if upload_id is not None:
                of_member(session, self.member.workspace_id, self.member.account_id, [upload_id])
            mine = select(Account).where(Account.id == self.member.account_id).with_for_update()
            account = session.scalars(mine).one()
            account.avatar_id = upload_id
            done(session, object_id=account.id, object_name=account.name)
        return account

    def _check(self, upload: UploadFile) -> None:
        beginnings = BEGINNINGS.get(extension_of(upload.name), ())
        if not beginnings or upload.size > MOST_BYTES:
            raise NotAPicture
        start = next(islice(read(self.objects, upload, 0, min(upload.size, 16)), 1), b"")
        if not start.startswith(beginnings):
            raise NotAPicture
