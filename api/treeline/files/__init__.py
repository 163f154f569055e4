"""Bytes: what is stored where, the signed links to it, and its removal."""

from flask import Flask

from treeline.apps import extensions


def register(flask_app: Flask) -> None:
    from treeline.files import tasks
    from treeline.files.removal import forget_app
    from treeline.files.uploads import controllers as uploads
    from treeline.files.uploads.removal import forget_app_uploads

    del tasks
    flask_app.register_blueprint(uploads.uploads)
    flask_app.register_blueprint(uploads.key_uploads)
    flask_app.register_blueprint(uploads.linked_uploads)
    if forget_app not in extensions.deleting:
        extensions.deleting.append(forget_app)
        extensions.deleting.append(forget_app_uploads)
