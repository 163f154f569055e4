from collections.abc import Iterator

import pytest

from tests.runs import Stage, stage
from treeline.settings import Settings


@pytest.fixture(scope="package")
def live(settings: Settings) -> Iterator[Stage]:
    """A stage with one worker."""
    with stage(settings) as made:
        made.worker()
        yield made
