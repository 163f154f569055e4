"""Extension points for features to the right."""

from collections.abc import Callable

from treeline.apps.models import App
from treeline.assets.versions.models import AssetVersion
from treeline.kernel.db import DbSession
from treeline.kernel.features import Port

# Each is told of a version of an app's files, in the transaction that publishes it.
published: Port[Callable[[DbSession, App, AssetVersion], None]] = Port("what follows from published files")
