"""The process that reads one document: native code on files of anybody. Run by its path; it imports nothing of ours.

python -I child.py MEDIA_TYPE < document > {"text", "pages": [characters of each page]} or {"error", "message"}
"""

import ctypes
import json
import resource
import sys
from contextlib import suppress
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 120
OPEN_FILES = 64
# The library unpacks its reader of PDFs into the temporary folder.
FILE_BYTES = 64 * 1024 * 1024
# Namespaces of users and of the network.
_ALONE = 0x10000000 | 0x40000000


def main(media_type: str) -> None:
    data = sys.stdin.buffer.read()
    confine()
    # In PDFs each line of an invoice looks like a heading.
    form = "plain" if media_type == "application/pdf" else "markdown"
    from kreuzberg import ExtractionConfig, PageConfig, extract_bytes_sync

    try:
        pages = PageConfig(extract_pages=True)
        # Not in the library's own annotations.
        more: Any = {"disable_ocr": True}
        config = ExtractionConfig(use_cache=False, output_format=form, pages=pages, **more)
        result = extract_bytes_sync(data, media_type, config)
    except MemoryError:
        reply = {"error": "memory", "message": "more memory is needed than one file may use"}
    except Exception as error:
        reply = {"error": type(error).__name__, "message": str(error)[:1000]}
    else:
        reply = {"text": result.content, "pages": [length(page) for page in result.pages or []]}
    sys.stdout.write(json.dumps(reply))


def confine() -> None:
    """No more than this of the machine, no large files, and, where the machine can, no network."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_ALONE)
    bounds = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def length(page: object) -> int:
    content = page.get("content") if isinstance(page, dict) else getattr(page, "content", "")
    return len((content or "").strip())


if __name__ == "__main__":
    main(sys.argv[1])
