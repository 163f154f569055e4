"""What a log is told, and what it says."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings import settings_of
from treeline.kernel.log import configure_logging
from treeline.kernel.masking import MASK, masked

SECRET = "Zk3vQ9xT7mB2nL5cR8wY1pD4gH6jF0sA"
TOLD = [
    f"app-{SECRET}",
    f"ds-{SECRET}",
    f"tlp-{SECRET}",
    f"sk-{SECRET}",
    f"ghp_{SECRET}",
    "AKIA" + "ABCDEFGH01234567",
    f"Authorization: Bearer {SECRET}",
    f"Authorization: Basic {SECRET}",
    f"authorization={SECRET}",
    f"https://ann:{SECRET}@example.com/x",
    f"redis://:{SECRET}@127.0.0.1:6379/0",
    f"postgresql://treeline:{SECRET}@db/treeline",
    f"/reset?token={SECRET}",
    f"/activate?workspace_id=1&token={SECRET}&email=a@b.c",
    f"https://s3.example.com/x?X-Amz-Signature={SECRET}&x=1",
    f"GET /files/assets/{SECRET}.x-y_z",
    f"GET /console/api/form/human_input/{SECRET}",
    f"POST /triggers/webhook/{SECRET}",
    f"password={SECRET}",
    f"smtp_password='{SECRET}'",
    f"{{'api_key': '{SECRET}', 'x': 1}}",
    f'{{"new_password": "{SECRET}"}}',
    f"Cookie: access_token={SECRET}; csrf_token=x",
    f"__Host-refresh_token={SECRET}",
    f'{{"client_secret":"{SECRET}"}}',
]
# Of which nothing is a secret: a log that is masked too much is of no use.
HARMLESS = [
    "request method=POST path=/console/api/apps/0190d5a0-0000-7000-8000-000000000000/api-keys status=201 ms=4.2",
    "Encrypted with another SECRET_KEY: add that key to SECRET_KEY_PREVIOUS.",
    "task app_deletion.remove('0190d5a0-0000-7000-8000-000000000000') not sent: Redis does not answer",
    "run 0190d5a0-0000-7000-8000-000000000000: lease_token=3 total_tokens=1200 max_tokens=4096",
    "https://example.com:8443/files?page=2&limit=20",
    "GET /files/assets/<token>",
    "worker-1@localhost: app-deletion is slow",
]


@pytest.mark.parametrize("text", TOLD)
def test_secrets_are_masked(text: str):
    found = masked(f"before {text} after")
    assert SECRET not in found
    assert "ABCDEFGH01234567" not in found
    assert MASK in found
    assert found.startswith("before ")
    assert found.endswith(" after")


@pytest.mark.parametrize("text", HARMLESS)
def test_the_rest_stays(text: str):
    assert masked(text) == text


@given(st.text())
def test_masking_twice_masks_no_more(text: str):
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_every_line_of_a_log_is_masked(log_format: str, capsys: pytest.CaptureFixture[str]):
    """The arguments, the traceback with its causes, and lines of libraries."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        configure_logging(settings_of(log_format=log_format, log_level="INFO"))
        logging.getLogger("somebody.elses").info("connecting to %s", f"redis://:{SECRET}@127.0.0.1")
        try:
            int(f"app-{SECRET}")
        except ValueError:
            logging.getLogger("treeline").exception("failed", extra={"given": {"password": SECRET}})
        said = capsys.readouterr().err
    finally:
        root.handlers = handlers
        root.setLevel(level)
    assert "connecting to redis://:***@127.0.0.1" in said
    assert "with base 10: 'app-***'" in said
    assert SECRET not in said
