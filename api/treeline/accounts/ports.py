"""Extension points for features to the right: the end of a workspace."""

from collections.abc import Callable
from uuid import UUID

from treeline.kernel.db import DbSession
from treeline.kernel.features import Port

# Each ends what the workspace has, in one transaction with its last member: nobody can use it any more, and its rows
# and bytes are removed as those of whatever is deleted.
closing: Port[Callable[[DbSession, UUID], None]] = Port("what ends with a workspace")
