"""Extension points for features to the right: the life cycle of an app and of its config."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.features import Port

# Called in the app's own transaction.
created: Port[Callable[[DbSession, App], None]] = Port("what an app is made with")

# Steps of the app_deletion task, the last given first; called while no transaction is open, again and again until they
# return False: nothing is left.
deleting: Port[Callable[[UUID], bool]] = Port("steps of the removal of an app")

# Each looks at a config before it is taken and raises InvalidInput: a model or a tool that is not there. The last
# argument: the account that gives it, if one does.
config_checks: Port[Callable[[DbSession, App, AppConfig, UUID | None], None]] = Port("checks of a config")

# Each is told of a config that the app answers with from now on, in its transaction, and which account gave it.
config_used: Port[Callable[[DbSession, App, AppConfig, UUID | None], None]] = Port("what follows from an app's config")

# What clients need to know to use an app that a feature answers for, over the config's fields; None: not its app.
parameters: Port[Callable[[DbSession, App], Mapping[str, Any] | None]] = Port("parameters of apps without a config")
