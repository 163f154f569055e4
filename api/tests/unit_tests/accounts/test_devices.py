import pytest

from treeline.accounts.letters.new_devices import device_of

CHROME = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (f"{CHROME} Safari/537.36", "Chrome, macOS"),
        (f"{CHROME} Safari/537.36 Edg/140.0", "Edge, macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.1.2", "curl"),
        ("", "?"),
        ("x" * 255, "x" * 40),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, expected: str):
    assert device_of(agent) == expected
