"""Where features to the right look at a config before it is taken. They append functions when they are registered.

Each is called with (session, app, config) and raises InvalidInput: a model or a tool that is not there.
"""

from collections.abc import Callable

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession

checks: list[Callable[[DbSession, App, AppConfig], None]] = []
