from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.models import App
from treeline.conversations.answering.access import member_questions
from treeline.conversations.answering.controllers import CHAT_REFUSALS
from treeline.conversations.answering.replies import answer
from treeline.conversations.answering.schemas import ChatIn
from treeline.kernel.web import Routes
from treeline.workflows.errors import DraftNotExist, GraphInvalid

tried_chatflows = Routes(
    "tried_chatflows",
    "/console/api/apps/<uuid:app_id>/advanced-chat/workflows/draft",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)


@tried_chatflows.post("/run", can="edit", transactional=False, refusals=(*CHAT_REFUSALS, DraftNotExist, GraphInvalid))
def try_chatflow(app: App, body: ChatIn) -> Response:
    """Send a message to the draft of a chatflow. Returns server-sent events."""
    return answer(app, lambda: member_questions(app).chat(body.question()), streaming=True)
