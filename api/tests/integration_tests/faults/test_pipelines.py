"""Workers are killed while models write for pipelines, and the model's server is in trouble."""

import json
import random
import time
from collections import Counter
from uuid import UUID

import pytest

from tests.integration_tests.datasets.indexing import PROVIDER, Library, lines
from tests.integration_tests.datasets.writing_model import passage_of, write
from tests.integration_tests.faults.test_indexing import Site, _is_done, outlive, site  # noqa: F401  the fixture
from tests.model_dialects import Heard, Reply
from tests.processes import wait_until
from treeline.datasets.models import DatasetProcessRule
from treeline.datasets.pipelines.asking import AT_ONCE
from treeline.kernel.db import unit_of_work

pytestmark = pytest.mark.faults

KILLS = 4
STEP = {"type": "summary", "provider": PROVIDER, "model": "scripted"}


def enriched(library: Library, text: str) -> UUID:
    document_id = library.add(text)
    with unit_of_work() as session:
        rule = DatasetProcessRule(dataset_id=library.id, enrichments=[STEP], **lines())
        session.add(rule)
        session.flush()
        rule_id = rule.id
    library.update(document_id, process_rule_id=rule_id)
    return document_id


def summaries(library: Library, document_id: UUID) -> list[str]:
    return [(each.enrichment or {}).get("summary", "") for each in library.segments(document_id)]


def test_killed_while_a_model_writes(site: Site):  # noqa: F811  the fixture
    """What it has written is never asked for again; what was under way may be."""
    library = Library(site.library.workspace_id, name="Words")
    texts = [f"Word{at} is here." for at in range(60)]
    document_id = enriched(library, "\n".join(texts))

    def slowly(heard: Heard) -> str:
        time.sleep(0.1)
        return write(heard)

    site.server.script = slowly
    outlive(site, KILLS, random.Random(5), within=0.5)
    asked = Counter(map(passage_of, site.server.requests))
    assert set(asked) == set(texts)
    assert sum(asked.values()) - len(texts) <= AT_ONCE * KILLS
    assert library.texts(document_id) == texts
    assert summaries(library, document_id) == [f"sumword{at} in short" for at in range(60)]


def test_a_writing_model_in_all_kinds_of_trouble(site: Site):  # noqa: F811  the fixture
    library = Library(site.library.workspace_id, name="Words")
    document_id = enriched(library, "\n".join(f"Word{at} is here." for at in range(12)))
    trouble = iter(
        [
            *[Reply(status=429, text="Slow down", headers={"Retry-After": "1"}) for _ in range(6)],
            Reply(status=500, text="Oh"),
            Reply(text="I would rather not."),
            "hang",
            Reply(text=json.dumps({"summary": ""})),
            Reply(status=503, text="Overloaded", headers={"Retry-After": "1"}),
        ]
    )

    troubled = set[str]()

    def script(heard: Heard) -> Reply | str:
        asked = passage_of(heard)
        said = "" if asked in troubled else next(trouble, "")
        # Twice the same passage would be too often.
        if not isinstance(said, Reply) or said.status == 200:
            troubled.add(asked)
        if said == "hang":
            time.sleep(3)
        return said if isinstance(said, Reply) else write(heard)

    site.server.script = script
    worker = site.worker(ENRICHMENT_TIMEOUT_SECONDS="2")
    try:
        wait_until(lambda: site.hint() or _is_done(site), every=1)
    finally:
        worker.stop()
    assert summaries(library, document_id) == [f"sumword{at} in short" for at in range(12)]
