"""Secrets of a workflow, left out of what people and rows are told."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from treeline.kernel.settings import KernelSettings
from treeline.workflows.environment import secrets_of
from treeline.workflows.errors import SecretsLost
from treeline.workflows.models import Workflow

MASKED = "••••••"


class Mask:
    """The shortest secrets are left in: they would be found everywhere."""

    def __init__(self, secrets: Collection[str]):
        # Where one begins like another, the longer one counts.
        self.secrets = sorted((each for each in set(secrets) if len(each) >= 4), key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, self.secrets))) if self.secrets else None

    def __call__(self, value: Any) -> Any:
        if self.pattern is None:
            return value
        if isinstance(value, str):
            return self.pattern.sub(MASKED, value)
        if isinstance(value, Mapping):
            return {key: self(each) for key, each in value.items()}
        return [self(each) for each in value] if isinstance(value, list) else value


def mask_of(workflow: Workflow | None, settings: KernelSettings) -> Mask:
    """Of a workflow's secrets; none where nobody can read them any more."""
    try:
        return Mask(secrets_of(workflow, settings).values() if workflow else ())
    except SecretsLost:
        return Mask(())


class MaskedText:
    """A text that comes in pieces: what may be the beginning of a secret waits for the next piece.

    All that it returns, in a row, is the mask of all that it was given.
    """

    def __init__(self, mask: Mask):
        self.mask = mask
        self._waiting = ""

    def feed(self, text: str) -> str:
        if self.mask.pattern is None:
            return text
        text = self._waiting + text
        whole = self._whole(text, self.mask.pattern)
        self._waiting = text[whole:]
        return self.mask(text[:whole])

    def replace(self, text: str) -> str:
        """It is to begin anew, with this."""
        self._waiting = ""
        return self.feed(text)

    def rest(self) -> str:
        """Nothing follows."""
        rest, self._waiting = self._waiting, ""
        return self.mask(rest)

    def _whole(self, text: str, pattern: re.Pattern[str]) -> int:
        """How many characters no piece that follows can make a secret of."""
        inside = {at for found in pattern.finditer(text) for at in range(found.start() + 1, found.end())}
        longest = len(self.mask.secrets[0])
        for at in range(max(0, len(text) - longest + 1), len(text)):
            if at not in inside and any(self._begins(text, at, secret) for secret in self.mask.secrets):
                return at
        return len(text)

    @staticmethod
    def _begins(text: str, at: int, secret: str) -> bool:
        """Whether the text ends in the middle of the secret."""
        return len(text) - at < len(secret) and secret.startswith(text[at:])
