"""Secrets in texts that are logged. What must not be logged should not be told to a log; this is the net below that."""

import re

MASK = "***"
_VALUE = r"[^\s\"'&,;)}\]>]+"
_NAMES = (
    r"(?:[\w-]*(?:password|passwd|secret|api[_-]?key|access[_-]token|refresh[_-]token|csrf[_-]token)"
    r"|authorization|(?:set-)?cookie|token)"
)
_NAMED = ("password", "passwd", "secret", "key", "token", "authorization", "cookie")
# What is masked of which texts: those that have one of the words. What a pattern has in its group is kept.
_SECRETS = tuple(
    (words, re.compile(pattern, re.IGNORECASE))
    for words, pattern in (
        # Keys of ours, and of others as they are known to look.
        (("app-", "ds-", "tlp-"), r"\b((?:app|ds|tlp)-)[a-z0-9]{20,}"),
        (("sk-", "xox", "gh", "github_"), r"\b(sk-|xox[abp]-|gh[pousr]_|github_pat_)[\w-]{8,}"),
        (("akia",), r"\b(AKIA)[A-Z0-9]{16}\b"),
        # Headers.
        (("bearer ", "basic "), r"\b((?:bearer|basic)\s+)(?![*])[\w.~+/=-]{6,}"),
        # Addresses: who logs in by one, what is signed or single use, and what a path is the key to.
        (("://",), r"(://[^\s/:@\"']*:)[^\s/@\"']+(?=@)"),
        (("?", "&"), rf"([?&](?:token|code|state|sign|signature|key|x-amz-[a-z-]+)=){_VALUE}"),
        (("/files/",), r"(/files/[a-z-]+/)[\w.~=-]{16,}"),
        (("/human_input/", "/webhook"), r"(/human_input/|/triggers/webhook(?:-debug)?/)[\w-]{8,}"),
        # Fields by their names, as in a query, in JSON, or as Python writes them.
        (tuple(f"{name}=" for name in _NAMED), rf"(\b{_NAMES}=[\"']?){_VALUE}"),
        (tuple(f"{name}{end}" for name in _NAMED for end in "'\""), rf"([\"']{_NAMES}[\"']\s*:\s*[\"'])[^\"']+"),
    )
)


def masked(text: str) -> str:
    """The text without what looks like a secret. Of most lines nothing does, and nothing is searched in these."""
    lower = text.lower()
    for words, pattern in _SECRETS:
        if any(word in lower for word in words):
            text = pattern.sub(rf"\g<1>{MASK}", text)
    return text
