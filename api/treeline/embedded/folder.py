"""The data folder of an instance, and why it can't be used."""

import errno
import os
import pwd
from pathlib import Path

from treeline.embedded.errors import StartError

PROBE_BYTES = 64 * 1024


def prepare(data: Path) -> None:
    """Make the folder, if it is not there, and see that it can be written. Raises StartError."""
    probe = data / f"probe-{os.getpid()}"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            probe.write_bytes(bytes(PROBE_BYTES))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise StartError(f"TREELINE_DATA={data} can't be used: {_reason(data, error)}") from error


def _reason(data: Path, error: OSError) -> str:
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "it is not a folder, or one of its parents isn't. Choose another folder."
    if error.errno == errno.EROFS:
        return "its disk is read-only. Choose a folder on another disk."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full. Free some space, or choose a folder on another disk."
    if isinstance(error, PermissionError):
        return f"{_owner(data)} and you don't have write permission. Change its owner, or choose another folder."
    return f"{error.strerror or error}."


def _owner(data: Path) -> str:
    """Of the folder, or of the one in which it would be made."""
    for folder in (data, *data.parents):
        try:
            uid = folder.stat().st_uid
        except OSError:
            continue
        try:
            return f"{folder} belongs to {pwd.getpwuid(uid).pw_name},"
        except KeyError:
            return f"{folder} belongs to user {uid},"
    return "it belongs to another user,"
