"""A file as a value: what is known of it, not its bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# How clients tell a file's JSON from other objects.
IDENTITY = "dify_model_identity"
FILE = "__dify__file__"


@dataclass(frozen=True, slots=True)
class File:
    id: str | None
    # "image", "document", "audio", "video", "custom".
    type: str
    transfer_method: str
    name: str = ""
    # With its dot.
    extension: str = ""
    mime_type: str = ""
    size: int = -1
    url: str | None = None
    # Of an upload, or of a file that a tool made.
    related_id: str | None = None

    def attribute(self, name: str) -> Any:
        """None if a file has no such attribute."""
        read = _ATTRIBUTES.get(name)
        return read(self) if read else None

    @property
    def link(self) -> str:
        """In Markdown."""
        name = self.name.translate(_MARKDOWN) or "file"
        mark = "!" if self.type == "image" else ""
        return f"{mark}[{name}]({(self.url or '').translate(_ADDRESS)})"

    def to_json(self) -> dict[str, Any]:
        remote = self.url if self.transfer_method == "remote_url" else None
        return {
            IDENTITY: FILE,
            "id": self.id,
            "type": self.type,
            "transfer_method": self.transfer_method,
            "filename": self.name,
            "extension": self.extension,
            "mime_type": self.mime_type,
            "size": self.size,
            "remote_url": remote,
            "related_id": self.related_id,
            "url": self.url,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "File":
        return cls(
            id=data.get("id"),
            type=data.get("type") or "custom",
            transfer_method=data.get("transfer_method") or "local_file",
            name=data.get("filename") or "",
            extension=data.get("extension") or "",
            mime_type=data.get("mime_type") or "",
            size=-1 if data.get("size") is None else data["size"],
            url=data.get("url") or data.get("remote_url"),
            related_id=data.get("related_id"),
        )


_MARKDOWN = str.maketrans({"[": "\\[", "]": "\\]", "\\": "\\\\", "\n": " ", "\r": " "})
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "\n": "%0A", "\r": "%0D", "<": "%3C", ">": "%3E"})
_ATTRIBUTES: dict[str, Callable[[File], Any]] = {
    "id": lambda file: file.id,
    "type": lambda file: file.type,
    "transfer_method": lambda file: file.transfer_method,
    "name": lambda file: file.name,
    "filename": lambda file: file.name,
    "extension": lambda file: file.extension,
    "mime_type": lambda file: file.mime_type,
    "size": lambda file: file.size,
    "url": lambda file: file.url,
    "remote_url": lambda file: file.url,
    "related_id": lambda file: file.related_id,
}
