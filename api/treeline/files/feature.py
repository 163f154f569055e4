from treeline.apps import ports as apps
from treeline.files import tasks
from treeline.files.avatars import controllers as avatars
from treeline.files.remote import controllers as remote
from treeline.files.removal import forget_app
from treeline.files.settings import FileSettings
from treeline.files.uploads import controllers as uploads
from treeline.files.uploads.removal import forget_app_uploads
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=FileSettings,
    routes=[
        uploads.uploads,
        uploads.key_uploads,
        uploads.linked_uploads,
        remote.remote,
        avatars.avatar,
        avatars.avatars,
    ],
    tasks=[tasks],
    gives=[apps.deleting(forget_app, forget_app_uploads)],
)
