"""One setting, one place: settings.py and .env.example say the same."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.settings import settings_of, settle_environment
from treeline import settings as module
from treeline.settings import ROOT, Settings, faults

# What `treeline up` sets for its children, and nobody else.
INTERNAL = {"TREELINE_INSTANCE"}


def test_env_example_names_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    defaults = settings_of()
    lines = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert [name for name, _ in lines if name.lower() not in Settings.model_fields] == []
    assert {name.upper() for name in Settings.model_fields} - {name for name, _ in lines} == INTERNAL
    for name, value in lines:
        given = settings_of(**({name.lower(): value} if value else {}))
        assert getattr(given, name.lower()) == getattr(defaults, name.lower()), name


def test_the_secret_key_line_can_be_filled_by_a_script():
    assert "\nSECRET_KEY=\n" in (ROOT / ".env.example").read_text()
    assert (ROOT / "api" / ".env.example").resolve() == ROOT / ".env.example"


def test_unknown_keys_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / ".env"
    file.write_text("SECRET_KEY=x\nSECRET_KEX=y\nVECTOR_STORF=weaviate\n")
    monkeypatch.setattr(module, "ENV_FILES", (file,))
    assert [line.rpartition(": ")[2] for line in module.unknown_keys()] == ["SECRET_KEX", "VECTOR_STORF"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgresql://u:p@h/d", "postgresql+psycopg2://u:p@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg2://u@h/d"),
        ("postgresql+psycopg2:///d?host=/tmp", "postgresql+psycopg2:///d?host=/tmp"),
        ("mysql://u:p@h/d", "mysql+pymysql://u:p@h/d"),
        ("mariadb+mariadbconnector://u@h/d", "mysql+pymysql://u@h/d"),
    ],
)
def test_the_driver_is_named(given: str, expected: str):
    assert settings_of(database_url=given, vector_store="qdrant").sqlalchemy_url == expected


def test_addresses_are_built_from_their_parts():
    settings = settings_of(db_host="db", db_password="a/b@c", redis_host="cache", redis_password="s", redis_db=3)
    assert settings.sqlalchemy_url == "postgresql+psycopg2://postgres:a%2Fb%40c@db:5432/treeline"
    mysql = settings_of(db_type="mysql", db_host="db", db_username="me", vector_store="qdrant")
    assert mysql.sqlalchemy_url == "mysql+pymysql://me:@db:3306/treeline"
    assert settings.redis_address == "redis://:s@cache:6379/3"
    assert settings.broker_url == settings.redis_address
    assert settings_of(redis_url="unix:///tmp/r.sock?db=2").broker_url == "redis+socket:///tmp/r.sock?virtual_host=2"


def test_empty_means_unset(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("CONSOLE_CORS_ALLOW_ORIGINS", "https://a.example, https://b.example,")
    settings = settings_of()
    assert settings.embeds_database
    assert settings.console_cors_allow_origins == ["https://a.example", "https://b.example"]


@pytest.mark.parametrize("given", ["*", "https://a.example,*", "https://*.example"])
def test_origins_are_named_one_by_one(monkeypatch: pytest.MonkeyPatch, given: str):
    monkeypatch.setenv("CONSOLE_CORS_ALLOW_ORIGINS", given)
    with pytest.raises(ValidationError, match=r"console_cors_allow_origins\n.*list each origin"):
        settings_of()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "S3_BUCKET_NAME"),
        ({"s3_access_key": "k", "s3_secret_key": "s"}, "S3_BUCKET_NAME"),
        ({"s3_bucket_name": "b"}, "S3_ACCESS_KEY"),
        ({"s3_bucket_name": "b", "s3_access_key": "k"}, "S3_SECRET_KEY"),
    ],
)
def test_s3_that_cannot_work_is_refused_at_the_start(given: dict[str, str], missing: str):
    with pytest.raises(ValidationError, match=f"STORAGE_TYPE=s3 needs .*{missing}"):
        settings_of(storage_type="s3", **given)


def test_s3_needs_keys_unless_the_machine_has_a_role():
    assert (
        settings_of(storage_type="s3", s3_bucket_name="b", s3_access_key="k", s3_secret_key="s").s3_region
        == "us-east-1"
    )
    assert settings_of(storage_type="s3", s3_bucket_name="b", s3_use_aws_managed_iam=True).s3_endpoint is None


def test_a_wrong_value_is_named():
    with pytest.raises(ValidationError, match="api_port"):
        settings_of(api_port="many")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"api_port": "many"}, r"API_PORT: .*integer"),
        ({"storage_type": "s3"}, r"STORAGE_TYPE=s3 needs S3_BUCKET_NAME\."),
        (
            {"oidc_providers": '[{"name": "a", "issuer": "https://a.example", "client_id": "x", "role": "owner"}]'},
            r"OIDC_PROVIDERS\[0\]\.role: .*admin.*",
        ),
        ({"oidc_providers": "[{"}, r"OIDC_PROVIDERS: not valid JSON.*"),
    ],
)
def test_what_is_wrong_is_a_line_without_the_value(given: dict[str, str], said: str):
    with pytest.raises(ValidationError) as error:
        settings_of(**given)
    [line] = faults(error.value)
    assert re.match(said, line)
    assert "many" not in line


def test_what_this_machine_says_is_not_heard_in_tests(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEB_PORT", "3901")
    monkeypatch.setenv("web_port", "3902")
    monkeypatch.setenv("DB_HOST", "elsewhere")
    settle_environment()
    heard = settings_of()
    assert (heard.web_port, heard.db_host) == (3000, None)


def test_mysql_needs_another_vector_store():
    with pytest.raises(ValidationError, match="set VECTOR_STORE=weaviate or VECTOR_STORE=qdrant"):
        settings_of(database_url="mysql://localhost/treeline", vector_store="pgvector")
    assert settings_of(database_url="mysql://localhost/treeline", vector_store="weaviate").vector_store == "weaviate"
