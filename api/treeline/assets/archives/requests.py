"""A zip, as it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from flask import request

from treeline.assets.errors import NoFile
from treeline.kernel.errors import UnsupportedMediaType

ZIP_TYPES = ("application/zip", "application/x-zip-compressed", "application/octet-stream", "")


@contextmanager
def sent_archive() -> Iterator[BinaryIO]:
    """The zip in a temporary file: its list of members stands at its end. The route's `max_body` bounds it."""
    if request.mimetype == "multipart/form-data":
        if "file" not in request.files:
            raise NoFile("The form needs a part named `file`.")
        yield cast(BinaryIO, request.files["file"].stream)
        return
    if request.mimetype not in ZIP_TYPES:
        raise UnsupportedMediaType("Send the zip as application/zip, or as the part `file` of a multipart form.")
    with TemporaryFile() as file:
        copyfileobj(request.stream, file)
        yield file
