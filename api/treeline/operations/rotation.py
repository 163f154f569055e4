"""Rotates SECRET_KEY: re-encrypts all secrets with the new key."""

from dataclasses import dataclass, field

from treeline.accounts.service import adopt_secret_key
from treeline.kernel.db import unit_of_work
from treeline.kernel.sealed import sealed_columns
from treeline.operations.settings import OperationSettings


@dataclass
class Rotation:
    """`sealed`: how many secrets of each column were re-encrypted; `lost`: ids of rows that no key opens."""

    sealed: dict[str, int] = field(default_factory=dict[str, int])
    lost: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def rotate(settings: OperationSettings) -> Rotation:
    """Seal with SECRET_KEY what the previous keys sealed. Needs an app context, and no open unit of work.

    The database takes the new key for the right one only when nothing needs the old ones.
    """
    done = Rotation()
    for column in sealed_columns.given():
        done.sealed[column.name], lost = column.reseal(settings)
        if lost:
            done.lost[column.name] = [str(each) for each in lost]
    if not done.lost:
        with unit_of_work() as session:
            adopt_secret_key(session, settings.secret_key or "")
    return done
