"""Text for a model, truncated to a max length."""


def capped(text: str, most: int) -> str:
    """At most so many bytes of a text, with a note of what was cut."""
    data = text.encode()
    if len(data) <= most:
        return text
    kept = data[:most].decode(errors="ignore")
    return f"{kept}\n[Cut: {len(kept.encode())} of {len(data)} bytes are shown.]"
