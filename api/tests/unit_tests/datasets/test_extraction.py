"""Text out of files: real documents, a real child process."""

import asyncio
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import documents
from treeline.datasets.extraction import extractor
from treeline.datasets.extraction.decoding import decoded
from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.errors import (
    ExtractionFailed,
    ExtractionTimedOut,
    FileBroken,
    FileEncrypted,
    FileTooLarge,
    NoTextFound,
    UnsupportedFormat,
)
from treeline.datasets.extraction.extractor import extract
from treeline.datasets.extraction.formats import format_of
from treeline.kernel.web import FlaskApp

LONG = "The harbour master is Anna, and she is there each day."
CHINESE = "这是一个测试文件,里面有中文内容。"
JAPANESE = "これはテストのファイルです。"


@pytest.fixture(scope="module")
def bare() -> FlaskApp:
    """An app context is all that threads need."""
    return FlaskApp("bare")


def read(bare: FlaskApp, name: str, data: bytes, **more: Any) -> Extracted:
    with bare.app_context():
        return asyncio.run(extract(name, data, **more))


@pytest.mark.parametrize(
    ("name", "data", "form", "part"),
    [
        ("a.docx", documents.docx("Hello Anna", "More"), "docx", "Hello Anna\n\nMore"),
        # The content says what it is, whatever it is called.
        ("a.txt", documents.docx("Hello Anna"), "docx", "Hello Anna"),
        ("a.xlsx", documents.xlsx(("name", "age"), ("Anna", "3")), "xlsx", "Anna"),
        ("a.pdf", documents.pdf(LONG), "pdf", LONG),
        ("a.epub", documents.epub(LONG), "epub", LONG),
        ("a.eml", documents.eml("Ships", "Käse and ships"), "eml", "Käse and ships"),
        ("a.ipynb", documents.ipynb("# Notes of Anna"), "ipynb", "Notes of Anna"),
        ("a.rtf", rb"{\rtf1\ansi Hello Anna\par}", "rtf", "Hello Anna"),
        ("a.html", b"<html><h1>Ships</h1><script>bad()</script><p>Hello</p>", "html", "# Ships\n\nHello"),
        ("a.csv", "名字,年龄\n安娜,3\n".encode("gbk"), "csv", "| 安娜 | 3 |"),
    ],
)
def test_documents(bare: FlaskApp, name: str, data: bytes, form: str, part: str):
    found = read(bare, name, data)
    assert found.format == form
    assert part in found.text
    assert "bad()" not in found.text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.xml", "a.yaml", "a.py", "noname"])
def test_plain_texts_stay_as_they_are(bare: FlaskApp, name: str):
    assert read(bare, name, b"\xef\xbb\xbf# <a>\r\n  x: 1\n").text == "# <a>\n  x: 1\n"
    assert read(bare, name, b" \n").text == ""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "gb18030"), (CHINESE, "gbk"), (JAPANESE, "shift_jis"), ("Grüße an Zoë", "latin-1"), (CHINESE, "utf-16")],
)
def test_encodings(text: str, encoding: str):
    found = decoded("a.txt", text.encode(encoding))
    assert found.text == text
    assert (found.warning is not None) == (encoding == "latin-1")


@given(st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_utf_8_is_read_as_it_is(text: str):
    data = text.encode()
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        assert decoded("a.txt", data).text == text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "an image"),
        ("a.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF", "an image"),
        ("a.mp3", b"ID3\x04\0\0", "audio or video"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "audio or video"),
        ("a.zip", documents.zipped(**{"a.txt": "hello"}), "an archive"),
        ("a.gz", b"\x1f\x8b\x08\0\0", "an archive"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "older kind"),
        ("a.bin", b"a\0b", "neither a text nor a known document"),
    ],
)
def test_what_is_refused(bare: FlaskApp, name: str, data: bytes, words: str):
    with pytest.raises(UnsupportedFormat, match=words) as refused:
        read(bare, name, data)
    assert name in refused.value.message
    assert "Accepted: txt" in refused.value.message


def test_a_text_may_begin_like_a_picture():
    assert [format_of("a.txt", text).is_plain for text in (b"ID3 is a tag", b"BM and MZ", b"GIF89a")] == [True] * 3


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pdf", b"%PDF-1.4 and nothing else", FileBroken),
        ("a.docx", documents.docx("x")[:200] + b"word/document.xml", FileBroken),
        ("a.pdf", documents.pdf(LONG, encrypted=True), FileEncrypted),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), FileEncrypted),
        ("scan.pdf", documents.pdf("", "", "", "", "", "Page 6"), NoTextFound),
        ("deep.html", b"<table><tr><td>" * 200 + b"text", FileBroken),
    ],
)
def test_what_cannot_be_read_is_said(bare: FlaskApp, name: str, data: bytes, error: type[ExtractionFailed]):
    with pytest.raises(error) as failed:
        read(bare, name, data)
    assert failed.value.message.startswith(name)


DAMAGED = {
    "a.docx": documents.docx(LONG),
    "a.xlsx": documents.xlsx(("name", "age"), ("Anna", "3")),
    "a.pptx": documents.pptx(("Ships", LONG)),
    "a.pdf": documents.pdf(LONG),
    "a.epub": documents.epub(LONG),
    "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a.ipynb": documents.ipynb("# Notes of Anna"),
}
BROKEN = (
    r"can't be read: the file is damaged or incomplete\. Open it in the program it was made with, save it again, and "
    r"try once more\."
)
PLAIN = (
    BROKEN,
    r"can't be read: it takes more memory than one file may use\. Split it into smaller files\.",
    # Without what stands at its end.
    r"is an archive, which has no text to extract\. Accepted: .*",
)


def message_of(bare: FlaskApp, name: str, data: bytes) -> str | None:
    try:
        read(bare, name, data)
    except ExtractionFailed as error:
        return error.message
    return None


@pytest.mark.parametrize(("name", "part"), [(name, part) for name in DAMAGED for part in (0.5, 0.9)])
def test_what_is_damaged_is_said_in_plain_words(bare: FlaskApp, name: str, part: float):
    """Not in those of the library that reads it; of some formats what is left can be read."""
    data = DAMAGED[name]
    said = message_of(bare, name, data[: int(len(data) * part)])
    assert said is None or re.fullmatch(rf"{re.escape(name)} ({'|'.join(PLAIN)})", said), said


def test_a_broken_file_says_what_to_do(bare: FlaskApp):
    said = message_of(bare, "a.pdf", b"%PDF-1.4 and nothing else")
    assert said
    assert re.fullmatch(rf"a\.pdf {BROKEN}", said)


def test_time_and_size_are_bounded(bare: FlaskApp, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ExtractionTimedOut, match=r"a.pdf took more than 0.01 seconds"):
        read(bare, "a.pdf", documents.pdf(LONG), seconds=0.01)
    monkeypatch.setattr(extractor, "MAX_CHARACTERS", 10)
    for name, data in (("a.txt", LONG.encode()), ("a.pdf", documents.pdf(LONG))):
        with pytest.raises(FileTooLarge, match="limit is 10"):
            read(bare, name, data)
    monkeypatch.setattr(extractor, "MAX_BYTES", 5)
    with pytest.raises(FileTooLarge, match="up to 5"):
        read(bare, "a.txt", LONG.encode())


CONFINED = """
import importlib.util, json, os, resource, sys, tempfile
spec = importlib.util.spec_from_file_location("child", sys.argv[1])
child = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
child.confine()
said = {}
for name, act in {
    "memory": lambda: bytearray(2 << 30),
    "files": lambda: tempfile.TemporaryFile(buffering=0).write(bytes(child.FILE_BYTES)) < 0,
    "larger files": lambda: os.ftruncate(tempfile.TemporaryFile().fileno(), child.FILE_BYTES + 1),
}.items():
    try:
        said[name] = bool(act())
    except BaseException as error:
        said[name] = type(error).__name__
said["cpu"] = resource.getrlimit(resource.RLIMIT_CPU)[1]
print(json.dumps(said))
"""


def test_the_child_is_confined():
    import json
    import subprocess
    import sys

    child = str(extractor._CHILD)
    done = subprocess.run([sys.executable, "-I", "-c", CONFINED, child], capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert said["memory"] == "MemoryError"
    assert said["files"] is False
    assert said["larger files"] == "OSError"
    assert said["cpu"] == 120


def test_a_cancelled_extraction_leaves_nothing(bare: FlaskApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def act() -> None:
        work = asyncio.create_task(extract("a.html", b"<html>" + b"<p>text</p>" * 400_000))
        deadline = time.monotonic() + 10
        while not _children() and time.monotonic() < deadline:
            await asyncio.sleep(0.005)
        assert _children()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    with bare.app_context():
        asyncio.run(act())
    assert _children() == []
    assert list(tmp_path.iterdir()) == []


def _children() -> list[int]:
    found = []
    for each in os.listdir("/proc"):
        try:
            command = Path(f"/proc/{each}/cmdline").read_text() if each.isdigit() else ""
            parent = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[1] if command else ""
        except OSError:
            continue
        if "extraction/child.py" in command and parent == str(os.getpid()):
            found.append(int(each))
    return found
