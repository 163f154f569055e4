"""Where features to the right take part in the life of an app. They append functions when they are registered.

`created`: called with (session, app) in the app's own transaction.
`deleting`: steps of the app_deletion task, the last registered first; called with the app's id while no transaction is
open, again and again until they return False: nothing is left.
"""

from collections.abc import Callable
from uuid import UUID

from treeline.apps.models import App
from treeline.kernel.db import DbSession

created: list[Callable[[DbSession, App], None]] = []
deleting: list[Callable[[UUID], bool]] = []
