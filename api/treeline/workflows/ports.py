"""Extension points for features to the right."""

from collections.abc import Callable

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.features import Port
from treeline.workflows.models import Workflow

# Each is told of a workflow that answers from now on, in the transaction that publishes it: one after the other in each
# app. Raises GraphInvalid.
published: Port[Callable[[DbSession, App, Workflow], None]] = Port("what follows from a published workflow")
