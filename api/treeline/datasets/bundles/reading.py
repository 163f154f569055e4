"""A bundle that somebody sends: checked whole, then read once more."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import msgspec

from treeline.assets.archives.reading import ArchiveReader
from treeline.assets.draft.batch import Limits
from treeline.datasets.bundles import checks
from treeline.datasets.bundles import format as bundle
from treeline.datasets.bundles.errors import BundleVersionUnsupported, InvalidBundle

if TYPE_CHECKING:
    import numpy as np

MAX_MEMBERS = 1_000_000
Line = TypeVar("Line", bound=msgspec.Struct)


@dataclass(frozen=True)
class StoredMember:
    size: int
    read: Callable[[], Iterator[bytes]]


class BundleReader:
    """`most`: bytes that it may have unpacked.

    Raises InvalidBundle, BundleVersionUnsupported; InvalidArchive, TooLarge, TooDeep, TooManyNodes.
    """

    def __init__(self, file: BinaryIO, most: int):
        archive = ArchiveReader(file, Limits(batch_nodes=MAX_MEMBERS, file_bytes=most))
        self._members = {path: StoredMember(size, read) for path, size, read in archive.files()}
        self.problems = checks.Problems([])
        # Documents without all of their vectors; known once it is checked.
        self.incomplete = set[int]()
        self.manifest = self._manifest()
        self._check_names()

    def check(self) -> None:
        """Every byte, every line, every number. Raises InvalidBundle."""
        documents = list(self._checked_documents())
        self.problems.check()
        for name in self.manifest.files:
            if name.startswith(bundle.TEXTS):
                checks.text(name, self._hashed(name), self.problems)
            elif name.startswith(bundle.FILES):
                for _ in self._hashed(name):
                    pass
        self.problems.check()
        counts = checks.Counts(self.manifest, documents, lambda name: b"".join(self.read(name)), self.problems)
        for number, line in self._lines(bundle.SEGMENTS, bundle.BundledSegment, check=True):
            counts.segment(number, line)
        counts.end()
        self.incomplete = counts.incomplete
        self.problems.check()
        if self.manifest.vectors is not None:
            checks.vectors(self.manifest.vectors, self._hashed(bundle.VECTORS), self.problems)
        self.problems.check()

    def documents(self) -> Iterator[bundle.BundledDocument]:
        for _, each in self._lines(bundle.DOCUMENTS, bundle.BundledDocument):
            yield each

    def segments(self) -> Iterator[bundle.BundledSegment]:
        for _, each in self._lines(bundle.SEGMENTS, bundle.BundledSegment):
            yield each

    def vectors(self) -> "Iterator[np.ndarray]":
        """One after another, float16."""
        import numpy as np

        if self.manifest.vectors is None:
            return
        width = self.manifest.vectors.dimensions * bundle.BYTES_A_NUMBER
        for rows in checks.blocks(self.read(bundle.VECTORS), width):
            yield from np.frombuffer(rows, "<f2").reshape(-1, self.manifest.vectors.dimensions)

    def read(self, name: str) -> Iterator[bytes]:
        return self._members[name].read()

    def _manifest(self) -> bundle.Manifest:
        member = self._members.get(bundle.MANIFEST)
        if member is None:
            raise InvalidBundle(f"This zip is not an export of a knowledge base: it has no {bundle.MANIFEST}.")
        if member.size > bundle.MAX_MANIFEST_BYTES:
            raise InvalidBundle(f"{bundle.MANIFEST} is too large.")
        data = b"".join(self.read(bundle.MANIFEST))
        head = self._decoded(data, bundle.Head)
        if head.format != bundle.FORMAT:
            raise InvalidBundle(f"This zip is not an export of a knowledge base: its format is {head.format[:100]!r}.")
        if head.version < 1:
            raise InvalidBundle(f"{bundle.MANIFEST}: there is no format version {head.version}.")
        if head.version > bundle.VERSION:
            told = (
                f"This export has version {head.version} of the format; this Treeline reads version {bundle.VERSION}."
            )
            raise BundleVersionUnsupported(f"{told} Update Treeline, then import it again.")
        manifest = self._decoded(data, bundle.Manifest)
        checks.manifest(manifest, self.problems)
        self.problems.check()
        return manifest

    def _decoded(self, data: bytes, kind: type[Line]) -> Line:
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidBundle(f"{bundle.MANIFEST}: {error}") from error

    def _check_names(self) -> None:
        """All that is listed is here, as long as is said, and nothing else."""
        listed = self.manifest.files
        wanted = {bundle.DOCUMENTS, bundle.SEGMENTS, *([bundle.VECTORS] if self.manifest.vectors else [])}
        for name in sorted((wanted | listed.keys()) - self._members.keys()):
            self.problems.add(name[:1000], "bundle_file_missing", "missing from the bundle")
        for name in sorted(wanted & self._members.keys() - listed.keys()):
            self.problems.add(name, "bundle_file_unlisted", f"not listed in {bundle.MANIFEST}")
        plain = listed.keys() - wanted
        others = {name for name in plain if not name.startswith((bundle.TEXTS, bundle.FILES))}
        for name in sorted(others | (self._members.keys() - listed.keys() - wanted - {bundle.MANIFEST})):
            self.problems.add(name[:1000], "bundle_file_unexpected", f"not part of the format or of {bundle.MANIFEST}")
        for name in sorted(listed.keys() & self._members.keys()):
            size = self._members[name].size
            if size != listed[name].size:
                told = f"has {size:,} bytes, and {listed[name].size:,} according to {bundle.MANIFEST}"
                self.problems.add(name, "bundle_file_size", told)
        self.problems.check()

    def _hashed(self, name: str) -> Iterator[bytes]:
        """Its bytes; at their end it is known whether they are those that were written."""
        digest = hashlib.sha256()
        for chunk in self.read(name):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self.manifest.files[name].sha256:
            self.problems.add(name, "bundle_file_hash", "its SHA-256 is not that of the manifest: the file was changed")

    def _checked_documents(self) -> Iterator[bundle.BundledDocument]:
        documents = checks.Documents(self.manifest, self.problems)
        for number, line in self._lines(bundle.DOCUMENTS, bundle.BundledDocument, check=True):
            documents.add(number, line)
            yield line
        documents.end()

    def _lines(self, name: str, kind: type[Line], *, check: bool = False) -> Iterator[tuple[int, Line]]:
        """(number, line) each. Without `check` what was checked is trusted."""
        decoder = msgspec.json.Decoder(kind)
        for number, line in enumerate(_split(self._hashed(name) if check else self.read(name)), 1):
            if len(line) > bundle.MAX_LINE_BYTES:
                raise InvalidBundle(f"{name}: line {number} is longer than {bundle.MAX_LINE_BYTES:,} bytes.")
            try:
                yield number, decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                self.problems.add(f"{name}: line {number}", "bundle_line", str(error))


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines, without their ends; one that is too long as far as it is needed to see that."""
    waiting = list[bytes]()
    length = 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        if length <= bundle.MAX_LINE_BYTES:
            waiting.append(first)
            length += len(first)
        for each in others:
            yield b"".join(waiting)
            waiting, length = [each], len(each)
    if length:
        yield b"".join(waiting)
