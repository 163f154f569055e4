"""Which documents are indexed before all others."""

# A person waits for it.
URGENT_FILES, URGENT_BYTES = 10, 1024 * 1024


def is_urgent(sizes: list[int]) -> bool:
    return len(sizes) <= URGENT_FILES and all(size <= URGENT_BYTES for size in sizes)
