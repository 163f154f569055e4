"""Bytes: what is stored where, the signed links to it, and its removal."""

from flask import Flask

from treeline.apps import extensions


def register(flask_app: Flask) -> None:
    from treeline.files import tasks
    from treeline.files.removal import forget_app
    from treeline.files.uploads import models as uploads

    del tasks, uploads
    if forget_app not in extensions.deleting:
        extensions.deleting.append(forget_app)
