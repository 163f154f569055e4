"""Detects a full disk, database, Redis or bucket, so that it is reported as full and not as unavailable."""

import errno
import os
import re

import psycopg2
from psycopg2 import errorcodes
from redis.exceptions import OutOfMemoryError, RedisError
from sqlalchemy.exc import DBAPIError

from treeline.kernel.mysql_errors import Trouble, trouble_of

FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
# PostgreSQL has no SQLSTATE for a quota, and gives the system's words.
_SYSTEM_WORDS = tuple(os.strerror(number) for number in FULL_ERRNOS)
# MISCONF: what is written cannot be kept on its disk. In a pipeline or a script it stands inside another error.
_REDIS_WORDS = re.compile(r"\bMISCONF\b|\bOOM\b|used memory > 'maxmemory'")


def disk_is_full(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in FULL_ERRNOS


def database_is_full(error: BaseException) -> bool:
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if trouble_of(error) is Trouble.FULL:
        return True
    if not isinstance(error, psycopg2.Error):
        return False
    return error.pgcode == errorcodes.DISK_FULL or any(words in str(error) for words in _SYSTEM_WORDS)


def redis_is_full(error: BaseException) -> bool:
    return isinstance(error, OutOfMemoryError) or (
        isinstance(error, RedisError) and _REDIS_WORDS.search(str(error)) is not None
    )


def no_room(error: BaseException) -> bool:
    return disk_is_full(error) or database_is_full(error) or redis_is_full(error)
