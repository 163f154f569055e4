from contextlib import suppress
from importlib import import_module

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from treeline.kernel.db import db, unit_of_work
from treeline.providers.kinds import KINDS
from treeline.providers.models import ProviderCredential
from treeline.providers.port import Usage
from treeline.providers.prices import price_of


def load_libraries() -> None:
    """Load now what speaks to models, which takes a second or two, and not when somebody has asked.

    Of the kinds of providers only those that there are credentials for.
    """
    import pydantic_ai.direct

    from treeline.kernel.http import certificates

    del pydantic_ai
    certificates()
    # The list of prices is loaded when one is looked up.
    price_of("openai", "", "", {}, Usage())
    used = _used()
    for library in {kind.library for kind in KINDS.values() if kind.id in used}:
        import_module(f"pydantic_ai.models.{library}")
        import_module(f"pydantic_ai.providers.{library}")


def _used() -> set[str]:
    """A database that is away is another's worry."""
    used: set[str] = set()
    with suppress(DBAPIError):
        try:
            with unit_of_work() as session:
                used.update(session.scalars(select(ProviderCredential.provider).distinct()))
        finally:
            # A worker that forks after this must not share the connection.
            db.engine.dispose()
    return used
