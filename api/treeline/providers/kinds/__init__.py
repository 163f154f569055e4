"""The supported model providers: one file each, and one line here.

Nothing outside this folder and `providers/runtime.py` knows the libraries that speak to them.
"""

from treeline.providers.kinds.anthropic import Anthropic
from treeline.providers.kinds.google import Google
from treeline.providers.kinds.kind import Access, Field, Kind, Listed
from treeline.providers.kinds.openai import OpenAI, OpenAICompatible

KINDS: dict[str, Kind] = {kind.id: kind for kind in (OpenAI(), OpenAICompatible(), Anthropic(), Google())}

__all__ = ["KINDS", "Access", "Field", "Kind", "Listed"]
