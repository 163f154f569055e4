"""Which user runs PostgreSQL, because it refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from treeline.embedded.child import User, as_user
from treeline.embedded.errors import StartError

# In a user namespace PostgreSQL sees another uid and the kernel sees root, who may enter a folder of mode 0700.
UNSHARE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


class Identity(NamedTuple):
    """What a command of PostgreSQL begins with, and its user where that is not ours."""

    prefix: list[str]
    user: User | None


def find_identity(cluster: Path, programs: Path) -> Identity:
    """The first way to run PostgreSQL on this cluster, existing or to be made, that works here."""
    if os.geteuid() != 0:
        return Identity([], None)
    data = cluster.parent
    for identity in _candidates(cluster):
        if identity.user and data.stat().st_uid == 0:
            # So that it can pass; it still cannot list the folder.
            data.chmod(data.stat().st_mode | 0o011)
        if _works(identity, data, programs):
            if identity.user:
                _give(cluster, identity.user)
            return identity
    raise StartError(
        "PostgreSQL can't run as root, and no workaround is available here: user namespaces (`unshare --user`) are "
        f"off, and another user has no access to {data} and {programs}. Start Treeline as a normal user, move "
        "it to a folder that `nobody` can access, or set DATABASE_URL to a PostgreSQL of your own."
    )


def _candidates(cluster: Path) -> Iterator[Identity]:
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        yield Identity([], User(owner.st_uid, owner.st_gid))
        return
    yield Identity(UNSHARE, None)
    nobody = pwd.getpwnam("nobody")
    yield Identity([], User(nobody.pw_uid, nobody.pw_gid))


def _works(identity: Identity, data: Path, programs: Path) -> bool:
    check = ["sh", "-c", 'test -x "$0" && exec "$1" --version', str(data), str(programs / "postgres")]
    try:
        done = subprocess.run([*identity.prefix, *check], check=False, capture_output=True, **as_user(identity.user))
    except OSError:
        return False  # no such program, or one that this user may not run
    return done.returncode == 0


def _give(cluster: Path, user: User) -> None:
    """A cluster that root made while it had user namespaces changes hands, and stays with its new owner."""
    if cluster.exists() and cluster.stat().st_uid != user.uid:
        for folder, _, files in os.walk(cluster):
            for path in (folder, *(os.path.join(folder, file) for file in files)):
                os.chown(path, *user)
