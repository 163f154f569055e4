"""What must be true of a bundle before anything of it is written."""

import codecs
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from treeline.datasets.bundles import format as bundle
from treeline.datasets.bundles.errors import InvalidBundle
from treeline.datasets.documents.receiving import folder_of
from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.metadata.filters import BUILT_IN
from treeline.datasets.retrieval.schemas import RetrievalModel
from treeline.datasets.schemas import DatasetName
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.split import MAX_SEGMENTS
from treeline.kernel.errors import InvalidInput
from treeline.kernel.schemas import unstorable
from treeline.kernel.validation import Problem, details_of

MAX_NUMBER = 2**53
MAX_PROBLEMS = 100
_NAME = TypeAdapter(DatasetName)
BLOCK_BYTES = 4 * 1024 * 1024
# Bytes that are not the first of a character.
_CONTINUES = range(0x80, 0xC0)


@dataclass
class Problems:
    """What is wrong, up to a hundred places."""

    found: list[dict[str, Any]]

    def add(self, path: str, code: str, message: str, **params: float | str) -> None:
        """Raises InvalidBundle once it is enough."""
        self.found.append(Problem(code, message, params).at(path))
        if len(self.found) >= MAX_PROBLEMS:
            self.check()

    def check(self) -> None:
        """Raises InvalidBundle."""
        if self.found:
            raise InvalidBundle.of(self.found)


def manifest(given: bundle.Manifest, problems: Problems) -> None:
    _storable(given, bundle.MANIFEST, problems)
    try:
        _NAME.validate_python(given.dataset.name)
    except ValidationError as error:
        problems.add(f"{bundle.MANIFEST}: dataset.name", "bundle_line", details_of(error)[0]["message"])
    names = [each.name for each in given.fields]
    for name in sorted({each for each in names if names.count(each) > 1} | (BUILT_IN.keys() & set(names))):
        problems.add(f"{bundle.MANIFEST}: fields", "bundle_field", f"the metadata field {name} is there twice")
    try:
        RetrievalModel.model_validate(given.dataset.retrieval_model or {})
    except ValidationError as error:
        for each in details_of(error):
            path = f"{bundle.MANIFEST}: dataset.retrieval_model.{each['path']}"
            problems.add(path, each["type"], each["message"])
    if len(msgspec.json.encode(given.dataset.icon_info)) > 10_000:
        problems.add(f"{bundle.MANIFEST}: dataset.icon_info", "bundle_line", "too large")
    if given.vectors is not None and bundle.VECTORS in given.files:
        wanted = given.vectors.count * given.vectors.dimensions * bundle.BYTES_A_NUMBER
        size = given.files[bundle.VECTORS].size
        if size != wanted:
            what = f"{given.vectors.count:,} vectors of {given.vectors.dimensions} numbers"
            told = f"{what} take {wanted:,} bytes, not {size:,}"
            problems.add(bundle.VECTORS, "bundle_vector_size", told)


class Documents:
    """All lines of `documents.jsonl`, one after another."""

    def __init__(self, given: bundle.Manifest, problems: Problems):
        self._manifest, self._problems = given, problems
        self._kinds = {each.name: each.type for each in given.fields}
        self._used = set[str]()
        self._fitting = set[tuple[int, str]]()
        self._count = 0

    def add(self, number: int, line: bundle.BundledDocument) -> None:
        path = f"{bundle.DOCUMENTS}: line {number}"
        self._count += 1
        _storable(line, path, self._problems)

        def wrong(name: str, message: str) -> None:
            self._problems.add(f"{path}: {name}", "bundle_line", message)

        if not line.name.strip():
            wrong("name", "blank")
        if folder_of(line.folder) != line.folder:
            wrong("folder", "not a plain path without slashes around it")
        self._file(line.file, bundle.FILES, MAX_BYTES, lambda told: wrong("file", told))
        self._file(line.text, bundle.TEXTS, bundle.MAX_LINE_BYTES, lambda told: wrong("text", told))
        if line.file is None and (line.changed or line.segments is None):
            wrong("file", "missing: the document is still to be indexed")
        if (line.segments or 0) > MAX_SEGMENTS:
            wrong("segments", f"more than {MAX_SEGMENTS:,}")
        self._rule(line, wrong)
        for name, value in line.metadata.items():
            if not _fits(self._kinds.get(name), value):
                wrong("metadata", f"no value of a field of this bundle: {name[:100]}")

    def end(self) -> None:
        if self._count != self._manifest.documents:
            told = f"has {self._count:,} lines, not {self._manifest.documents:,}"
            self._problems.add(bundle.DOCUMENTS, "bundle_count", told)
        files = {name for name in self._manifest.files if name.startswith((bundle.TEXTS, bundle.FILES))}
        for name in sorted(files - self._used):
            self._problems.add(name, "bundle_file_unexpected", "no document has it")

    def _file(self, name: str | None, folder: str, most: int, wrong: Callable[[str], None]) -> None:
        if name is None:
            return
        listed = self._manifest.files.get(name)
        if listed is None or not name.startswith(folder) or name in self._used:
            wrong(f"{name} is not a file of the bundle, or another document's")
            return
        self._used.add(name)
        if listed.size > most:
            wrong(f"{listed.size:,} bytes; a document can have at most {most:,}")

    def _rule(self, line: bundle.BundledDocument, wrong: Callable[[str, str], None]) -> None:
        if line.rule is None or (line.rule, line.doc_form) in self._fitting:
            return
        if line.rule >= len(self._manifest.rules):
            wrong("rule", "not in the list of the manifest")
            return
        rule = self._manifest.rules[line.rule]
        try:
            Rules.of(msgspec.structs.asdict(rule), line.doc_form)
        except InvalidInput as error:
            wrong("rule", error.message)
        else:
            self._fitting.add((line.rule, line.doc_form))


class Counts:
    """All lines of `segments.jsonl`, one after another. `text`: the bytes of a document's text."""

    def __init__(
        self,
        given: bundle.Manifest,
        documents: Sequence[bundle.BundledDocument],
        text: Callable[[str], bytes],
        problems: Problems,
    ):
        self._manifest, self._documents, self._problems = given, documents, problems
        self._read = text
        self._at, self._seen, self._text = -1, 0, b""
        self._segments = self._vectors = 0
        # Documents of which something that is searched has no vector.
        self.incomplete = set[int]()

    def segment(self, number: int, line: bundle.BundledSegment) -> None:
        path = f"{bundle.SEGMENTS}: line {number}"
        self._segments += 1
        _storable(line, path, self._problems)

        def wrong(name: str, message: str) -> None:
            self._problems.add(f"{path}: {name}", "bundle_line", message)

        if not self._at <= line.document < len(self._documents):
            wrong("document", "not the number of a document, or not in their order")
            return
        self._go_to(line.document)
        self._seen += 1
        document = self._documents[line.document]
        self._form(line, document.doc_form, wrong)
        if not line.content.strip():
            wrong("content", "blank")
        if not _in_order(line.page_from, line.page_to):
            wrong("page_from", "not before page_to")
        for place in (line, *line.children):
            if not self._is_place(place.start, place.end):
                wrong("start", "start and end are not a range of the document's text, or cut a character")
            self._vectors += place.vector

    def _form(self, line: bundle.BundledSegment, form: str, wrong: Callable[[str, str], None]) -> None:
        """What only segments of some forms have."""
        if (line.answer is not None) != (form == "qa_model"):
            wrong("answer", "only segments of the form qa_model have one, and all of these")
        if line.children and form != "hierarchical_model":
            wrong("children", "only segments of the form hierarchical_model have some")
        if line.vector and form == "hierarchical_model":
            wrong("vector", "the child chunks have them")
        searched = line.children if form == "hierarchical_model" else [line]
        if not all(each.vector for each in searched):
            self.incomplete.add(line.document)

    def end(self) -> None:
        self._go_to(len(self._documents))
        for name, found, said in (
            (bundle.SEGMENTS, self._segments, self._manifest.segments),
            (bundle.VECTORS, self._vectors, self._manifest.vectors.count if self._manifest.vectors else 0),
        ):
            if found != said:
                told = f"the manifest says {said:,}, and {bundle.SEGMENTS} has {found:,}"
                self._problems.add(name, "bundle_count", told)

    def _go_to(self, number: int) -> None:
        while self._at < number:
            if self._at >= 0 and self._seen != (self._documents[self._at].segments or 0):
                told = f"document {self._at + 1} has {self._seen:,} segments, not {self._documents[self._at].segments}"
                self._problems.add(bundle.SEGMENTS, "bundle_count", told)
            self._at, self._seen, self._text = self._at + 1, 0, b""
        if number < len(self._documents) and not self._text and (name := self._documents[number].text):
            self._text = self._read(name)

    def _is_place(self, start: int | None, end: int | None) -> bool:
        if start is None or end is None:
            return start is None and end is None
        if not start < end <= len(self._text):
            return start == end <= len(self._text)
        return not any(at < len(self._text) and self._text[at] in _CONTINUES for at in (start, end))


def text(name: str, chunks: Iterable[bytes], problems: Problems) -> None:
    """All of it is read; it must be UTF-8."""
    decoder, is_text = codecs.getincrementaldecoder("utf-8")(), True
    for chunk in chunks:
        try:
            if is_text:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            is_text = False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_text = False
    if not is_text:
        problems.add(name, "bundle_text", "not text in UTF-8")


def vectors(given: bundle.BundledVectors, chunks: Iterable[bytes], problems: Problems) -> None:
    import numpy as np

    first = 0
    for rows in blocks(chunks, given.dimensions * bundle.BYTES_A_NUMBER):
        numbers = np.frombuffer(rows, "<f2").reshape(-1, given.dimensions)
        wrong = np.flatnonzero(~np.isfinite(numbers).all(axis=1) | ~numbers.any(axis=1))
        if len(wrong):
            told = f"vector {first + int(wrong[0]) + 1} is all zeros, or has something in it that is no number"
            problems.add(bundle.VECTORS, "bundle_vector", told)
        first += len(numbers)


def blocks(chunks: Iterable[bytes], width: int) -> Iterator[bytes]:
    """The bytes, in pieces of whole rows; what is left over at the end is left out."""
    waiting, length = list[bytes](), 0
    for chunk in chunks:
        waiting.append(chunk)
        length += len(chunk)
        if length >= max(width, BLOCK_BYTES):
            joined = b"".join(waiting)
            whole = length - length % width
            yield joined[:whole]
            waiting, length = [joined[whole:]], length - whole
    if whole := length - length % width:
        yield b"".join(waiting)[:whole]


def _storable(given: msgspec.Struct, path: str, problems: Problems) -> None:
    fault = unstorable(msgspec.to_builtins(given))
    if fault is not None:
        problems.add(path, fault.type, fault.message())


def _fits(kind: str | None, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str)
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_NUMBER
    return kind is not None and is_number and (kind == "number" or isinstance(value, int))


def _in_order(first: int | None, last: int | None) -> bool:
    return first is last is None or (first is not None and last is not None and first <= last)
