"""docker-compose.middleware.yaml, where no Docker is: that it is read, and what Treeline needs of MySQL."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from treeline.operations.doctor.databases import LEAST_PACKET_MIB

ROOT = Path(__file__).parents[3]


@pytest.fixture
def services() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker/docker-compose.middleware.yaml").read_text())["services"]


def test_the_profiles_are_those_that_are_named(services: dict[str, Any]):
    profiles = {profile for service in services.values() for profile in service.get("profiles", [])}
    for file in ("dev/start-docker-compose", "docker/middleware.env.example"):
        (line,) = [each for each in (ROOT / file).read_text().splitlines() if "weaviate, pgvector" in each]
        assert {word.strip(" .:#") for word in line.partition(": ")[2].partition(". ")[0].split(",")} == profiles, file


def test_every_service_says_when_it_is_ready(services: dict[str, Any]):
    assert [name for name, service in services.items() if not service.get("healthcheck")] == []


def test_mysql_is_started_as_the_doctor_wants_it(services: dict[str, Any]):
    mysql = services["mysql"]
    options = dict(option.removeprefix("--").split("=") for option in mysql["command"])
    assert mysql["image"] == "mysql:8.4"
    assert (options["character-set-server"], options["collation-server"]) == ("utf8mb4", "utf8mb4_0900_bin")
    assert options["local-infile"] == "ON"
    assert int(options["max-allowed-packet"].removesuffix("M")) >= LEAST_PACKET_MIB
