"""A file of questions, as it is sent: in a form, or as the body."""

from flask import request

from treeline.datasets.evaluation.importing import MAX_FILE_BYTES
from treeline.files.uploads.errors import NoFileUploaded
from treeline.kernel.web import MIB

FORM_BYTES = MAX_FILE_BYTES + MIB


def sent_questions() -> bytes:
    """Raises NoFileUploaded. The route bounds it."""
    if request.mimetype != "multipart/form-data":
        data = request.get_data()
    else:
        part = request.files.get("file")
        data = part.stream.read() if part else b""
    if not data.strip():
        raise NoFileUploaded
    return data
