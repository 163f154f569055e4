"""Runs all rules one after the other, or reports what they would do."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from treeline.kernel.storage import Storage
from treeline.retention.ages import Ages
from treeline.retention.archives import UnusedArchives
from treeline.retention.audit import OldAuditEvents
from treeline.retention.blobs import UnnamedBlobs
from treeline.retention.conversations import OldConversations
from treeline.retention.events import OldEvents, OldFirings
from treeline.retention.indexes import RetiredIndexes
from treeline.retention.keys import OldIdempotencyKeys
from treeline.retention.knowledge import OldQueries, UnusedVectors
from treeline.retention.mails import OldMails
from treeline.retention.objects import TrashedObjects, UnknownObjects
from treeline.retention.packs import OldPackLists
from treeline.retention.rules import Finding, Rule
from treeline.retention.runs import OldTests, OldWorkflowRuns
from treeline.retention.snapshots import OldSnapshots
from treeline.retention.sparse import SparseObjects
from treeline.retention.tested import OldInspectorValues, TestedDrafts
from treeline.retention.traces import OldTraces
from treeline.retention.unsent import UnsentUploads
from treeline.retention.uploads import UnfinishedFiles, UnfinishedReplacements

EXAMPLES = 3


@dataclass(frozen=True)
class Removed:
    """How many things a rule has removed."""

    kind: str
    count: int

    def lines(self) -> Iterator[str]:
        yield f"{self.kind:<24}{self.count:>8}"


@dataclass
class Plan:
    """What a rule would remove: how many things, the bytes that they take in the storage, and a few of them."""

    kind: str
    why: str
    count: int = 0
    bytes: int = 0
    examples: list[Finding] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield f"{self.kind:<24}{self.count:>8}{self.bytes:>18,} bytes   {self.why}"
        for example in self.examples:
            yield f"    {example}"


class RetentionService:
    """`objects`: the storage. No transaction may be open."""

    def __init__(self, objects: Storage, ages: Ages | None = None):
        ages = ages or Ages()
        # In this order each finds what those before it have left.
        self.rules: tuple[Rule, ...] = (
            UnfinishedFiles(ages),
            UnfinishedReplacements(ages),
            OldSnapshots(ages),
            OldTests(ages),
            OldWorkflowRuns(ages),
            TestedDrafts(ages),
            OldInspectorValues(ages),
            UnusedArchives(),
            OldEvents(ages),
            OldFirings(ages),
            OldAuditEvents(ages),
            OldMails(ages),
            OldTraces(ages),
            UnnamedBlobs(ages),
            UnsentUploads(ages),
            SparseObjects(objects, ages),
            TrashedObjects(objects),
            UnknownObjects(objects, ages),
            OldIdempotencyKeys(),
            OldPackLists(ages),
            RetiredIndexes(),
            OldConversations(ages),
            OldQueries(ages),
            UnusedVectors(),
        )

    def run(self) -> Iterator[Removed]:
        """Remove what may go, rule by rule."""
        for rule in self.rules:
            yield Removed(rule.kind, rule.run())

    def plans(self) -> Iterator[Plan]:
        """What `run` would remove now. Only reads."""
        for rule in self.rules:
            plan = Plan(rule.kind, rule.why)
            for finding in rule.found():
                plan.count += 1
                plan.bytes += finding.size
                if len(plan.examples) < EXAMPLES:
                    plan.examples.append(finding)
            yield plan
