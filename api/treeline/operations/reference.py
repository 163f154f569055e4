"""The OpenAPI documents as they are sent: each is made once per application, when it is first asked for."""

import hashlib
from typing import cast

import msgspec
from flask import current_app

from treeline.kernel.openapi import Api, document
from treeline.kernel.web import FlaskApp


def serialized(api: Api | None) -> tuple[bytes, str]:
    """The document's bytes and their ETag."""
    made: dict[Api | None, tuple[bytes, str]] = current_app.extensions.setdefault("openapi", {})
    if api not in made:
        body = msgspec.json.encode(document(cast(FlaskApp, current_app), api))
        made[api] = body, hashlib.sha256(body).hexdigest()
    return made[api]
