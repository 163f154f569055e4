"""What a server says of knowledge bases; see treeline.client.replies."""

from typing import TypedDict

from treeline.client.replies import Count, MissingBytes, Sha256


class ListedDataset(TypedDict):
    id: str
    name: str


class Datasets(TypedDict):
    data: list[ListedDataset]
    has_more: bool


class Citation(TypedDict):
    document: str
    folder: str
    page_from: Count | None
    page_to: Count | None
    heading: list[str]
    quote: str


class Record(TypedDict):
    score: float
    content: str
    citation: Citation


class SearchWarning(TypedDict):
    message: str


class Found(TypedDict):
    records: list[Record]
    warnings: list[SearchWarning]


class MovedPath(TypedDict):
    before: str
    after: str


class KnowledgeChanges(TypedDict):
    added: list[str]
    changed: list[str]
    moved: list[MovedPath]
    removed: list[str]


class Problem(TypedDict):
    path: str
    message: str


class KnowledgeSynced(TypedDict):
    added: Count
    changed: Count
    moved: Count
    removed: Count
    kept: Count
    unchanged: Count
    skipped: Count
    problems: list[Problem]


class KnowledgePlanned(KnowledgeSynced):
    changes: KnowledgeChanges
    missing: list[MissingBytes]
    needs_confirmation: bool


class TreeDocument(TypedDict):
    folder: str
    name: str
    size: Count
    sha256: Sha256 | None


class KnowledgeTree(TypedDict):
    data: list[TreeDocument]


class BundleImported(TypedDict):
    dataset: ListedDataset
    documents: Count
    segments: Count
    vectors: str
    to_index: Count
    message: str
