"""Secrets of a workflow, left out of what people and rows are told."""

from collections.abc import Collection, Mapping
from typing import Any

MASKED = "••••••"


class Mask:
    """The shortest secrets are left in: they would be found everywhere."""

    def __init__(self, secrets: Collection[str]):
        self._secrets = sorted((each for each in secrets if len(each) >= 4), key=len, reverse=True)

    def __call__(self, value: Any) -> Any:
        if not self._secrets:
            return value
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, MASKED)
            return value
        if isinstance(value, Mapping):
            return {key: self(each) for key, each in value.items()}
        return [self(each) for each in value] if isinstance(value, list) else value
