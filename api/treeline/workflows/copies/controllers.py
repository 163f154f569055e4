from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.controllers import detail_of
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.apps.schemas import AppCopy, AppDetail
from treeline.assets.errors import ContentPending
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.web import Routes
from treeline.workflows.copies.service import CopyService
from treeline.workflows.settings import WorkflowSettings

copies = Routes("app_copies", "/console/api/apps/<uuid:app_id>", group="Apps", access=CONSOLE_OR_TOKEN, scope=get_app)


@copies.post("/copy", can="edit", deed="app.copy", status=201, refusals=[AppNotFound, ContentPending])
def copy_app(app: App, body: AppCopy) -> AppDetail:
    """Copy an app with its config or workflow draft, its files and its site.

    API keys, earlier versions and logs are not copied.
    """
    service = CopyService(db.session, current_member(), current.settings(WorkflowSettings))
    return detail_of(service.copy(app, body.model_dump(exclude_none=True)))
