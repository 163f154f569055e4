from collections.abc import Iterator

import pytest

from tests.conftest import TEMPLATE
from tests.integration_tests.operations.doctor.cases import at
from tests.processes import Api, Caller, database
from treeline.operations.doctor.case import Case
from treeline.settings import Settings


@pytest.fixture(scope="module")
def own(settings: Settings) -> Iterator[Settings]:
    with database(settings, TEMPLATE) as made:
        yield made.model_copy(update={"secret_key": "pX0a9Kq1ZcVb7nMw3ErTy6UiOp2AsDfGhJkL"})


@pytest.fixture(scope="module")
def api(own: Settings) -> Iterator[Api]:
    running = Api(own)
    try:
        Caller(running.base).set_up()
        yield running
    finally:
        running.stop()


@pytest.fixture
def case(own: Settings, api: Api) -> Iterator[Case]:
    with at(own, api) as made:
        yield made
