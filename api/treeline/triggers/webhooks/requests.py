"""A request to a webhook, received whole."""

from flask import request

from treeline.triggers.webhooks.reading import WHOLE, Part, Received
from treeline.workflows.nodes.webhook import BINARY, FORM, MULTIPART


def received() -> Received:
    """No transaction may be open: the body comes as slowly as its sender likes."""
    # A form is read from the bytes: a signature is made of them.
    body = request.get_data(cache=True)
    if request.content_length is None:
        # A chunked body ends silently at the limit; only another read says that there was more.
        request.stream.read(1)
    content_type = request.mimetype.lower()
    is_form = content_type in (FORM, MULTIPART)
    request.max_form_memory_size = request.max_content_length
    form = {name: tuple(values) for name, values in request.form.lists()} if is_form else {}
    return Received(
        method=request.method,
        content_type=content_type,
        charset=request.mimetype_params.get("charset", "").lower(),
        headers={name.lower(): value for name, value in request.headers.items()},
        query={name: tuple(values) for name, values in request.args.lists()},
        body=body,
        form=form,
        files=_files(content_type, body),
    )


def _files(content_type: str, body: bytes) -> list[Part]:
    if content_type == BINARY and body:
        return [Part(WHOLE, "body.bin", BINARY, body)]
    if content_type != MULTIPART:
        return []
    found = (pair for name in request.files for pair in ((name, each) for each in request.files.getlist(name)))
    return [Part(name, each.filename or "file", each.mimetype, each.stream.read()) for name, each in found]
