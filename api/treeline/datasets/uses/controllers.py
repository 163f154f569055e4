"""The knowledge bases of an app, in the console."""

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.datasets.access import member_caller
from treeline.datasets.uses.binding import bindings
from treeline.datasets.uses.schemas import AppDatasetOut, AppDatasets
from treeline.kernel.db import db
from treeline.kernel.web import Routes

of_app = Routes(
    "app_datasets",
    "/console/api/apps/<uuid:app_id>/datasets",
    group="Knowledge bases",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
)


@of_app.get("", can="read", refusals=[AppNotFound])
def list_app_datasets(app: App) -> AppDatasets:
    """List the knowledge bases that an app uses, and whether the members who chose them can still read them."""
    found = bindings(db.session, app, member_caller())
    return AppDatasets(data=[AppDatasetOut.of(each) for each in found])
