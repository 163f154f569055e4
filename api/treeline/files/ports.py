"""Extension points for features to the right: which content they reference."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Select

from treeline.kernel.features import Port

# For every table that names an app's bytes: a query of the hashes that it names, by the app's id. Whoever writes such a
# row holds the app's tree lock from the look at `blobs` to the commit. A table that is missing here loses its bytes: a
# test looks for columns called sha256.
blob_names: Port[Callable[[UUID], Select[str | None]]] = Port("queries of the hashes that a table names")
