from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import allow, current_member
from treeline.accounts.models import Account, WorkspaceMember
from treeline.files.avatars.errors import AvatarNotFound
from treeline.files.uploads.models import UploadFile
from treeline.kernel.db import db


def get_avatar(account_id: UUID, can: str) -> UploadFile:
    """The picture of somebody in the caller's workspace. Raises AvatarNotFound."""
    member = current_member()
    allow(member, can)
    found = (
        select(UploadFile)
        .join(Account, Account.avatar_id == UploadFile.id)
        .join(WorkspaceMember, WorkspaceMember.account_id == Account.id)
        .where(Account.id == account_id, WorkspaceMember.workspace_id == member.workspace_id)
    )
    picture = db.session.scalar(found)
    if picture is None:
        raise AvatarNotFound
    return picture
