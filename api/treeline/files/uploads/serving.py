from flask import Response

from treeline.files.serving import serve
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import read
from treeline.kernel import current


def serve_upload(upload: UploadFile, *, as_attachment: bool = True) -> Response:
    """The file as a response, with ranges; saved or shown. No transaction may be open. Raises BytesMissing."""
    objects = current.storage()
    reply = serve(upload.name, upload.size, upload.id.hex, lambda at, length: read(objects, upload, at, length))
    if not as_attachment and "Content-Disposition" in reply.headers:
        disposition = reply.headers["Content-Disposition"]
        reply.headers["Content-Disposition"] = disposition.replace("attachment", "inline", 1)
    return reply
