"""Backups as the commands ask for them: where they lie, with which passphrase, in which order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from treeline.kernel import current
from treeline.kernel.settings import KernelSettings
from treeline.operations.backups import making, places, restoring
from treeline.operations.backups.archive import Archive, Manifest, begin, open_archive
from treeline.operations.backups.errors import TargetInUse
from treeline.operations.backups.indexes import rebuild_indexes
from treeline.operations.backups.making import Made, Tell
from treeline.operations.backups.places import Place
from treeline.operations.backups.storing import store_contents
from treeline.operations.backups.verifying import verify
from treeline.operations.backups.writing import restore_rows
from treeline.operations.heartbeat import Heartbeat
from treeline.settings import Settings


@dataclass
class Restored:
    """`indexing`: documents that are queued to be indexed; `notes`: what is left to do."""

    manifest: Manifest
    indexing: int = 0
    notes: list[str] = field(default_factory=list[str])


def make_backup(
    target: str,
    settings: Settings,
    tell: Tell,
    *,
    passphrase: bytes | None = None,
    replace: bool = False,
    with_secret_key: bool = False,
    with_contents: bool = True,
) -> Made:
    """Raises BackupRefused, OSError."""
    with _closing(places.open_target(target, settings, replace=replace)) as place:
        archive = begin(place, passphrase)
        return making.make(archive, tell, with_secret_key=with_secret_key, with_contents=with_contents)


@contextmanager
def opened(source: str, settings: KernelSettings, passphrase: bytes | None) -> Iterator[tuple[Archive, Manifest]]:
    """Raises BackupRefused."""
    with _closing(places.open_source(source, settings)) as place:
        yield open_archive(place, passphrase)


def verify_backup(source: str, settings: KernelSettings, passphrase: bytes | None, tell: Tell) -> Manifest:
    """Raises BackupRefused, OSError."""
    with opened(source, settings, passphrase) as (archive, manifest):
        verify(archive, manifest, tell)
    return manifest


def restore_backup(source: str, settings: Settings, tell: Tell, *, passphrase: bytes | None = None) -> Restored:
    """Into the system of the app context, which nobody else uses. Raises BackupRefused, OSError."""
    with opened(source, settings, passphrase) as (archive, manifest):
        refuse_workers()
        restoring.check_key(manifest, settings)
        steps = restoring.steps_of(manifest)
        begun = steps.is_begun()
        if not begun:
            restoring.check_target(manifest)
        entries = verify(archive, manifest, tell)
        if not begun:
            restoring.bring_schema(manifest)
            steps.begin()
        if "compared" not in steps.done():
            store_contents(archive, manifest.contents, entries, current.storage(), tell)
            restore_rows(archive, manifest, steps, tell)
            restoring.compare_rows(manifest, tell)
            steps.note_alone("compared")
        restoring.upgrade_schema()
    indexing, notes = rebuild_indexes(settings)
    steps.end()
    return Restored(manifest, indexing, notes + _missing(manifest))


def refuse_workers() -> None:
    """They would work on what is half there. Raises TargetInUse."""
    if Heartbeat(current.redis()).workers():
        raise TargetInUse(
            "Workers are running on this system. Stop Treeline first: API, workers and Beat (dev/up: press Ctrl-C), "
            "wait 20 seconds, and restore again."
        )


def _missing(manifest: Manifest) -> list[str]:
    count = len(manifest.contents.missing)
    return [f"{count:,} objects were missing from the storage already when the backup was made."] if count else []


@contextmanager
def _closing(place: Place) -> Iterator[Place]:
    try:
        yield place
    finally:
        place.close()
