"""Files that are passed over, because no text is in them: by their names and sizes alone."""

import posixpath

from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.kernel.validation import Problem, problem

_KINDS = {
    "an image": "apng avif bmp gif heic heif ico jpeg jpg png psd svg tif tiff webp",
    "audio or video": "aac aif aiff avi flac m4a m4v mkv mov mp3 mp4 mpeg mpg oga ogg ogv opus wav webm wma wmv",
    "an archive": "7z bz2 gz jar rar tar tgz whl xz zip zst",
    "a font": "eot otf ttf woff woff2",
    "a program or data": "a bin class db dll dylib exe o obj parquet pkl pyc pyo so sqlite wasm",
}
_BY_EXTENSION = {each: kind for kind, names in _KINDS.items() for each in names.split()}


def unreadable(path: str, size: int) -> Problem | None:
    """Why a file can be no document, or None."""
    kind = _BY_EXTENSION.get(posixpath.splitext(path)[1].lstrip(".").lower())
    if kind is not None:
        return problem("unsupported_file_type", f"{kind}, which has no text to extract", kind=kind)
    if size == 0:
        return problem("file_empty", "an empty file")
    if size > MAX_BYTES:
        return problem("file_too_large", f"larger than {MAX_BYTES:,} bytes", most=MAX_BYTES)
    return None
