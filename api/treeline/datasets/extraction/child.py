"""The process that reads one document: native code on files of anybody. Run by its path; it imports nothing of ours.

python -I child.py FORMAT MEDIA_TYPE < document > {"text"}, or where there are pages
{"nodes": [kind, level, page, text or rows of cells], "pages": [text], "tables": {page: [text or rows]}},
or {"error", "message"}
"""

import ctypes
import importlib.util
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 120
OPEN_FILES = 64
# The library unpacks its reader of PDFs into the temporary folder.
FILE_BYTES = 64 * 1024 * 1024
# Namespaces of users and of the network.
_ALONE = 0x10000000 | 0x40000000
# Those whose text is put together from nodes, as only these know their pages.
PAGED = {"pdf", "pptx", "xlsx", "xls"}
_KINDS = {"heading": "heading", "list_item": "list", "code": "code", "table": "table"}
# Between the slides of a presentation; no text has it.
_SLIDE = "\ue000{page_num}\ue001"


def main(form: str, media_type: str) -> None:
    data = sys.stdin.buffer.read()
    confine()
    try:
        reply = read(form, media_type, data)
    except MemoryError:
        reply = {"error": "memory", "message": "more memory is needed than one file may use"}
    except Exception as error:
        reply = {"error": type(error).__name__, "message": str(error)[:1000]}
    sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read(form: str, media_type: str, data: bytes) -> dict[str, Any]:
    from kreuzberg import PageConfig

    if form == "html":
        data = beside("html_depth").shallow(data)
    if form not in PAGED:
        return {"text": extracted(media_type, data, output_format="markdown").content}
    result = extracted(
        media_type,
        data,
        output_format="markdown",
        pages=PageConfig(extract_pages=True),
        include_document_structure=True,
    )
    reply: dict[str, Any] = {"nodes": nodes(result.document), "pages": [], "tables": {}}
    if form == "pdf":
        reply["pages"] = [content(page) for page in result.pages or []]
        reply["tables"] = beside("pdf_tables").tables(data)
    elif form == "pptx":
        marked = PageConfig(extract_pages=True, insert_page_markers=True, marker_format=_SLIDE)
        slides = extracted(media_type, data, output_format="plain", pages=marked).content
        reply["pages"] = [part.partition("\ue001")[2] for part in slides.split("\ue000")[1:]]
    return reply


def extracted(media_type: str, data: bytes, **more: Any) -> Any:
    from kreuzberg import ExtractionConfig, extract_bytes_sync

    return extract_bytes_sync(data, media_type, ExtractionConfig(use_cache=False, **{"disable_ocr": True, **more}))


def nodes(document: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    for node in (document or {}).get("nodes", []):
        what = node["content"]
        kind = _KINDS.get(what["node_type"], "paragraph")
        text = rows(what["grid"]) if kind == "table" else what.get("text")
        if text:
            found.append([kind, int(what.get("level") or 0), node.get("page"), text])
    return found


def rows(grid: dict[str, Any]) -> list[list[str]]:
    found = [[""] * grid["cols"] for _ in range(grid["rows"])]
    for cell in grid["cells"]:
        found[cell["row"]][cell["col"]] = cell["content"]
    return found


def content(page: Any) -> str:
    return (page.get("content") if isinstance(page, dict) else getattr(page, "content", "")) or ""


def beside(name: str) -> Any:
    """A file of this folder, which is on no path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


if __name__ == "__main__":
    main(*sys.argv[1:])
