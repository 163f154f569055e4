"""What a webhook answers: nothing that a browser would run in the console's origin."""

import json

from flask import Response

from treeline.workflows.nodes.webhook import WebhookData

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
DONE = {"status": "success", "message": "Webhook processed successfully"}
# They have no body.
EMPTY = (204, 205, 304)


def replied(data: WebhookData) -> Response:
    if data.status_code in EMPTY:
        nothing = Response(status=data.status_code, headers=HEADERS)
        nothing.headers.pop("Content-Type", None)
        return nothing
    return Response(_body(data.response_body.strip()), data.status_code, HEADERS, content_type="application/json")


def _body(said: str) -> str:
    # It was looked at when it was published.
    if said[:1] in ("{", "["):
        return said
    return json.dumps({"message": said} if said else DONE)
