"""What the doctor finds in settings alone, each kind provoked, and nothing in sound ones."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tests.settings import settings_of
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.configuration import settings as examine
from treeline.operations.doctor.findings import Finding
from treeline.operations.doctor.services import outbound

SOUND: dict[str, Any] = {"secret_key": "pX0a9Kq1ZcVb7nMw3ErTy6UiOp2AsDfGhJkL", "argon2_memory_kib": 65536,
                         "argon2_time_cost": 3, "log_level": "INFO"}  # fmt: skip
HTTPS: dict[str, Any] = {"console_web_url": "https://app.example.com", "respect_xforward_headers_enabled": True}
SPLIT = HTTPS | {"console_api_url": "https://api.example.com", "cookie_domain": "example.com",
                 "console_cors_allow_origins": ["https://app.example.com"]}  # fmt: skip


def case(**values: Any) -> Case:
    return Case(settings_of(**(SOUND | values)), engine=Mock(), client=Mock(), env_files=())


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.parametrize(
    "values",
    [
        {},
        HTTPS,
        SPLIT,
        SPLIT | {"cookie_domain": ".Example.com"},
        {"console_web_url": "http://localhost:3000", "console_api_url": "http://localhost:5001"},
        {"database_url": "postgresql://me:a-real-one@db/treeline", "redis_url": "unix:///run/redis.sock"},
        {"storage_type": "s3", "s3_bucket_name": "b", "s3_access_key": "k", "s3_secret_key": "s"},
        {"outbound_allowed_hosts": ["localhost:11434", "10.20.0.0/16", "192.168.7.20", "[::1]:80", "models.internal"]},
        {"init_password": "Correct-horse"},
    ],
)
def test_nothing_is_found_in_sound_settings(values: dict[str, Any]):
    assert [*examine(case(**values)), *outbound(case(**values))] == []


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("settings.two_addresses", {"database_url": "postgresql://a:good-one@b/c", "db_host": "b"}),
        ("settings.two_addresses", {"redis_url": "redis://:a-good-one@b/0", "redis_host": "b"}),
        ("settings.unused", {"s3_bucket_name": "bucket"}),
        ("settings.unused", {"weaviate_endpoint": "http://weaviate:8080"}),
        ("settings.unused", {"qdrant_url": "http://qdrant:6333"}),
        ("settings.unused", {"smtp_server": "mail.example.com"}),
        ("settings.not_an_address", {"console_web_url": "app.example.com"}),
        ("settings.not_an_address", {"console_web_url": "http://app.example.com/console"}),
        ("settings.not_an_address", {"files_url": "http://app.example.com:port"}),
        ("settings.mixed_schemes", HTTPS | {"console_api_url": "http://app.example.com"}),
        ("settings.cookie_domain", SPLIT | {"cookie_domain": "app.example.com"}),
        ("settings.cookie_domain", SPLIT | {"cookie_domain": "ple.com"}),
        ("settings.no_cookie_domain", SPLIT | {"cookie_domain": ""}),
        ("settings.cors", SPLIT | {"console_cors_allow_origins": ["https://other.example.com"]}),
        ("settings.proxy_headers", HTTPS | {"respect_xforward_headers_enabled": False}),
        ("settings.weak_key", {"secret_key": "short"}),
        ("settings.weak_key", {"secret_key": "a" * 64}),
        ("settings.weak_key", {"init_password": "changeme"}),
        ("settings.weak_password", {"database_url": "postgresql://postgres:postgres@db/treeline"}),
        ("settings.weak_password", {"redis_url": "redis://cache:6379/0"}),
        ("settings.weak_hashing", {"argon2_memory_kib": 64}),
        ("settings.weak_hashing", {"argon2_time_cost": 1}),
        ("settings.debug_log", {"log_level": "DEBUG"}),
        ("outbound.unreadable", {"node_allowed_hosts": ["http://models.internal"]}),
        ("outbound.unreadable", {"outbound_allowed_hosts": ["a b"]}),
        ("outbound.wide", {"outbound_allowed_hosts": ["0.0.0.0/0"]}),
        ("outbound.wide", {"node_allowed_hosts": ["10.0.0.0/8"]}),
        ("outbound.metadata", {"attachment_allowed_hosts": ["169.254.169.254"]}),
        ("outbound.metadata", {"node_allowed_hosts": ["metadata.google.internal"]}),
        ("outbound.metadata", {"outbound_allowed_hosts": ["169.254.0.0/16"]}),
    ],
)
def test_each_kind_is_found_alone(code: str, values: dict[str, Any]):
    found = [*examine(case(**values)), *outbound(case(**values))]
    assert set(codes(found)) == {code}


def test_a_misspelled_key_of_an_env_file_is_named_with_its_file(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("SECERT_KEY=x\nLOG_LEVEL=INFO\n")
    (found,) = examine(replace(case(), env_files=(file,)))
    assert found.code == "settings.unknown"
    assert found.params == {"file": str(file), "key": "SECERT_KEY"}


def test_no_secret_is_in_a_finding():
    values = {"secret_key": "hunter-22", "init_password": "hunter-2",
              "database_url": "postgresql://postgres:password@db/treeline"}  # fmt: skip
    said = " ".join(f"{each.message} {each.remedy} {each.params}" for each in examine(case(**values)))
    assert "hunter" not in said
    assert ":password@" not in said
