from flask import Response

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.schemas import AccountOut
from treeline.files.avatars.access import get_avatar
from treeline.files.avatars.errors import AvatarNotFound, NotAPicture
from treeline.files.avatars.schemas import AvatarIn
from treeline.files.avatars.service import AvatarService
from treeline.files.errors import BytesMissing
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.serving import serve_upload
from treeline.kernel import current
from treeline.kernel.web import Routes


def own_avatar(can: str) -> AvatarService:
    allow(current_member(), can)
    return AvatarService(current_member(), current.storage())


avatar = Routes("avatar", "/console/api/account/avatar", group="Account", access=CONSOLE, scope=own_avatar)
avatars = Routes(
    "avatars", "/console/api/accounts/<uuid:account_id>/avatar", group="Account", access=CONSOLE, scope=get_avatar
)


@avatar.post(
    "",
    can="belong",
    deed="account.change_avatar",
    transactional=False,
    refusals=[UploadNotFound, NotAPicture, BytesMissing],
)
def change_avatar(mine: AvatarService, body: AvatarIn) -> AccountOut:
    """Change or remove your picture."""
    return AccountOut.model_validate(mine.choose(body.avatar))


@avatars.get("", can="belong", transactional=False, refusals=[AvatarNotFound, BytesMissing])
def show_avatar(picture: UploadFile) -> Response:
    """Get the picture of a member of your workspace."""
    return serve_upload(picture, as_attachment=False)
