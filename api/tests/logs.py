"""No secret that a test used is in what was logged meanwhile, by this process or by those that it has started."""

import re

# Passwords, keys and cookies, as they come about; what somebody may read in a test is no secret otherwise.
_USED: set[str] = set()
# Keys that no test has made known.
_KEYS = re.compile(r"\b(?:app|ds|tlp)-[A-Za-z0-9]{32}\b|\bsk-[A-Za-z0-9-]{8,}")


def secret(text: str) -> str:
    """The text, from now on looked for in logs."""
    if len(text) >= 8:
        _USED.add(text)
    return text


def secrets_in(log: str) -> set[str]:
    return {each for each in _USED if each in log} | set(_KEYS.findall(log))
