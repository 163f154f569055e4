"""Which format a file has: by its content, then by its name."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from treeline.datasets.extraction.errors import FileEncrypted, UnsupportedFormat

ACCEPTED = "txt, md, csv, tsv, html, json, xml, docx, pptx, xlsx, xls, pdf, epub, eml, msg, ipynb, rtf and source code"
# Of files that are asked for; what else is text is read as well.
EXTENSIONS = (
    *("txt", "md", "markdown", "mdx", "csv", "tsv", "html", "htm", "xhtml", "json", "yaml", "yml", "xml", "log"),
    *("docx", "pptx", "xlsx", "xls", "pdf", "epub", "eml", "msg", "ipynb", "rtf"),
    *("py", "js", "ts", "tsx", "java", "go", "rs", "c", "h", "cpp", "cs", "rb", "php", "sh", "sql", "toml", "ini"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIPPED = (
    (b"application/epub+zip", "epub", "application/epub+zip"),
    (b"word/document.xml", "docx", f"{_OFFICE}.wordprocessingml.document"),
    (b"ppt/presentation.xml", "pptx", f"{_OFFICE}.presentationml.presentation"),
    (b"xl/workbook.xml", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
)
# Documents of the older kind all begin alike.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD = {"xls": "application/vnd.ms-excel", "msg": "application/vnd.ms-outlook"}
# Texts that say more than their characters.
_MARKED = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "text/html",
    "eml": "message/rfc822",
    "ipynb": "application/x-ipynb+json",
}
_REFUSED = (
    ("an image", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")),
    ("audio or video", (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf3")),
    ("an archive", (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")),
    ("a program", (b"\x7fELF", b"MZ")),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_RIFF = {b"WEBP": "an image", b"WAVE": "audio or video", b"AVI ": "audio or video"}


@dataclass(frozen=True)
class Format:
    """`is_text`: its bytes are characters, in whichever encoding; `is_plain`: and they are all that there is."""

    name: str
    media_type: str
    is_text: bool = False

    @property
    def is_plain(self) -> bool:
        return self.is_text and self.name not in _MARKED


def format_of(name: str, data: bytes) -> Format:
    """Raises UnsupportedFormat, which says what it seems to be and what is accepted, and FileEncrypted."""
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    if b"%PDF-" in data[:1024]:
        return Format("pdf", "application/pdf")
    if data.startswith(b"PK\x03\x04"):
        return _zipped(name, data)
    if data.startswith(_OLE):
        # So are those of the newer kind that have a password.
        if _ENCRYPTED in data:
            raise FileEncrypted(f"{name or 'The file'} is encrypted. Remove its password and try again.")
        if suffix in _OLD:
            return Format(suffix, _OLD[suffix])
        raise _refused(name, "a document of an older kind. Save it as docx, pptx or pdf")
    if data.startswith(b"{\\rtf"):
        return Format("rtf", "application/rtf")
    what = _other(data)
    if what:
        raise _refused(name, what)
    return _text(suffix, data)


def _zipped(name: str, data: bytes) -> Format:
    """By the names in it, which are not compressed."""
    for marker, kind, media_type in _ZIPPED:
        if marker in data:
            return Format(kind, media_type)
    raise _refused(name, "an archive")


def _other(data: bytes) -> str | None:
    # A text may begin with the same letters.
    if not _CONTROLS.search(data, 0, 1024):
        return None
    for what, beginnings in _REFUSED:
        if data.startswith(beginnings):
            return what
    if data[:4] == b"RIFF" and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    if data[4:8] == b"ftyp":
        return "audio or video"
    return "an archive" if data[257:262] == b"ustar" else None


def _text(suffix: str, data: bytes) -> Format:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = "html" if head.startswith((b"<!doctype html", b"<html")) else suffix
    return Format(kind or "txt", _MARKED.get(kind, "text/plain"), is_text=True)


def _refused(name: str, what: str) -> UnsupportedFormat:
    return UnsupportedFormat(f"{name or 'The file'} is {what}, which has no text to extract. Accepted: {ACCEPTED}.")
