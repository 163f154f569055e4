from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL, add_credentials
from tests.integration_tests.datasets.switching.asking import LINES, OTHER, PROVIDER
from tests.model_server import ModelServer


@pytest.fixture
def server(alice: Person, patience_of_tests: None) -> Iterator[ModelServer]:
    with ModelServer() as running:
        running.models += [OTHER]
        add_credentials(alice, running.base_url)
        yield running


@pytest.fixture
def shelf(
    alice: Person, server: ModelServer, context: None, knowledge: Any, key_of: Any, run_tasks: Callable[[], list[str]]
) -> Shelf:
    chosen = {"embedding_model": MODEL, "embedding_model_provider": PROVIDER, "indexing_technique": "high_quality"}
    dataset = knowledge("Rivers", permission="all_team_members", **chosen)
    made = Shelf(alice, key_of(), run_tasks, dataset)
    made.add("mur.md", "The Mur flows through Graz.")
    made.add("drau.md", "The Drau flows through Villach.\nThe Gail joins it.", process_rule=LINES)
    server.requests.clear()
    return made
