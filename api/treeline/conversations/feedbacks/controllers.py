from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.conversations.access import end_user
from treeline.conversations.errors import MessageNotFound
from treeline.conversations.feedbacks.schemas import (
    FeedbackOut,
    FeedbacksOut,
    FeedbacksQuery,
    MemberFeedback,
    UserFeedback,
)
from treeline.conversations.feedbacks.service import FeedbackService
from treeline.conversations.owners import Owner, Team
from treeline.conversations.schemas import OptionalUserQuery
from treeline.kernel.db import db
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes

feedbacks = Routes("feedbacks", "/v1", group="Feedback", access=APP_KEY, scope=key_app, needs="run")
console_feedbacks = Routes(
    "console_feedbacks", "/console/api/apps/<uuid:app_id>", group="Feedback", access=CONSOLE_OR_TOKEN, scope=get_app
)


@feedbacks.post("/messages/<uuid:message_id>/feedbacks", can="edit", refusals=[AppNotFound, MessageNotFound])
def rate_message(app: App, message_id: UUID, query: OptionalUserQuery, body: UserFeedback) -> Done:
    """Rate an answer for an end user. Without a rating, removes the feedback."""
    owner = end_user(app, body.user, query.user)
    FeedbackService(db.session, app, owner).give(message_id, body.rating, body.content)
    return DONE


@feedbacks.get("/app/feedbacks", can="read", refusals=[AppNotFound])
def list_feedbacks(app: App, query: FeedbacksQuery) -> FeedbacksOut:
    """List feedback on the app's answers, newest first."""
    found = FeedbackService(db.session, app, Owner()).page(query.offset, query.limit)
    return FeedbacksOut(data=[FeedbackOut.of(*each) for each in found])


@console_feedbacks.post("/feedbacks", can="edit", refusals=[AppNotFound, MessageNotFound])
def rate_as_member(app: App, body: MemberFeedback) -> Done:
    """Rate an answer as a member. Without a rating, removes the feedback."""
    team = Team(account_id=current_member().account_id)
    FeedbackService(db.session, app, team).give(body.message_id, body.rating, body.content)
    return DONE
