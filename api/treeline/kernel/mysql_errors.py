"""What MySQL's numbers of errors mean. The driver is only there where MySQL is: it is known by its name."""

from enum import Enum


class Trouble(Enum):
    BUSY = "busy"
    CROWDED = "crowded"
    FULL = "full"
    AWAY = "away"
    LONG = "long"


_NUMBERS = {
    1205: Trouble.BUSY,  # waited too long for a lock
    1213: Trouble.BUSY,  # deadlock: the whole transaction was rolled back
    3572: Trouble.BUSY,  # NOWAIT
    1040: Trouble.CROWDED,
    1203: Trouble.CROWDED,
    1226: Trouble.CROWDED,
    1406: Trouble.LONG,  # Keys have 255 characters at most
    1021: Trouble.FULL,
    1114: Trouble.FULL,
    # Shutting down, cut off, no answer, gone, lost; closed by the driver itself.
    # Not let in, as while a password is being changed.
    **dict.fromkeys((1044, 1045, 1049, 1129, 1130, 3118, 3159, 4151), Trouble.AWAY),
    **dict.fromkeys((0, 1053, 1152, 1158, 1159, 1160, 1161, 1927, 2002, 2003, 2006, 2013, 2055, 4031), Trouble.AWAY),
}


def trouble_of(error: BaseException) -> Trouble | None:
    """None: another driver's error, or a faulty statement."""
    if not type(error).__module__.startswith("pymysql"):
        return None
    number = error.args[0] if error.args else 0
    return _NUMBERS.get(number) if isinstance(number, int) else None
