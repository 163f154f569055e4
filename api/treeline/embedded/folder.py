"""The folder of an instance's data, and why it cannot be used."""

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
        raise StartError(f"TREELINE_DATA={data} cannot be used: {_reason(data, error)}") from error


def _reason(data: Path, error: OSError) -> str:
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "it is no folder, or lies in something that is none. Name another one."
    if error.errno == errno.EROFS:
        return "it is on a disk that can only be read. Name a folder on another one."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no room is left there. Make some, or name a folder on another disk."
    if isinstance(error, PermissionError):
        return f"{_owner(data)} and this user may not write there. Give it to this user, or name another folder."
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
    return "it is somebody else's,"
