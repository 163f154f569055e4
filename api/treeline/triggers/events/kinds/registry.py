"""The kinds of subscriptions, and what people may enter of each."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from treeline.triggers.events.kinds.feed import FeedKind, FeedSource
from treeline.triggers.events.kinds.github import GithubKind, GithubSource
from treeline.triggers.events.kinds.imap import ImapKind, ImapSource
from treeline.triggers.events.kinds.kind import Kind, Polled
from treeline.triggers.events.kinds.knowledge_synced import KnowledgeKind, KnowledgeSource
from treeline.triggers.events.kinds.run_ended import RunKind, RunSource
from treeline.triggers.events.kinds.version_published import VersionKind, VersionSource

POLLED: Mapping[str, Polled[Any]] = {each.name: each for each in (GithubKind(), FeedKind(), ImapKind())}
KINDS: Mapping[str, Kind[Any]] = {**POLLED, **{each.name: each for each in (VersionKind(), RunKind(), KnowledgeKind())}}

AnySource = Annotated[
    GithubSource | FeedSource | ImapSource | VersionSource | RunSource | KnowledgeSource, Field(discriminator="kind")
]
