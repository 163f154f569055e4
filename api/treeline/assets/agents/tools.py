"""An agent's tools for a version of the files: list folders, read text, search. Every result is limited."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from treeline.assets.agents.files import MAX_READ_BYTES, VersionFiles
from treeline.assets.agents.searching import LINES_A_FILE, MAX_HITS, MAX_TEXT_BYTES, SCAN_BYTES, SCAN_FILES, Search
from treeline.assets.agents.text import NotUtf8, whole_characters
from treeline.kernel.errors import ApiError
from treeline.kernel.schemas import Query
from treeline.kernel.validation import place

KIB = 1024
MAX_ENTRIES = 1000


class UnknownTool(LookupError):
    """There is none of this name."""


class ToolError(Exception):
    """What the model that called a tool can act on."""


class Arguments(Query):
    """Not strict: models write "5" for 5."""

    model_config = ConfigDict(extra="forbid")


PathTo = Annotated[str, Field(max_length=20_000)]


class ListArguments(Arguments):
    path: PathTo = Field("/", description="The folder.")
    limit: int = Field(200, ge=1, le=MAX_ENTRIES, description="Maximum number of entries.")
    cursor: str | None = Field(None, max_length=100, description="next_cursor from the previous response, to continue.")


class ReadArguments(Arguments):
    path: PathTo = Field(description="The file.")
    offset: int = Field(0, ge=0, description="Byte offset to start at.")
    limit: int = Field(MAX_READ_BYTES, ge=4, le=MAX_READ_BYTES, description="Maximum number of bytes.")


class SearchArguments(Arguments):
    query: str = Field(
        min_length=1, max_length=200, pattern=r"^[^\r\n]*\S[^\r\n]*$", description="The text to find, on one line."
    )
    path: PathTo = Field("/", description="The folder to search in.")
    where: str = Field("both", pattern="^(names|text|both)$", description="names, text or both.")
    cursor: str | None = Field(None, max_length=100, description="next_cursor from the previous response, to continue.")


class Listed(BaseModel):
    name: str
    path: str
    type: str = Field(description="file or folder")
    size: int


class ListOut(BaseModel):
    path: str
    entries: list[Listed]
    total: int
    next_cursor: str | None


class Hit(BaseModel):
    path: str
    line: int | None = Field(description="Line number, starting at 1; null if the name matches.")
    offset: int | None = Field(description="Byte offset of the line, for read.")
    text: str | None


class SearchOut(BaseModel):
    hits: list[Hit]
    files_searched: int
    files_skipped: int = Field(description="Files whose text was not searched: too large, or not UTF-8.")
    next_cursor: str | None = Field(description="Null when everything has been searched.")


def list_folder(files: VersionFiles, asked: ListArguments) -> dict[str, Any]:
    part = files.folder(asked.path, asked.cursor, asked.limit)
    entries = [Listed(name=e.name, path=e.path, type=e.node_type, size=e.size) for e in part.entries]
    return _structured(ListOut(path=part.path, entries=entries, total=part.total, next_cursor=part.following))


def read_file(files: VersionFiles, asked: ReadArguments) -> dict[str, Any]:
    stored = files.file(asked.path)
    if asked.offset > stored.size:
        raise ToolError(f"{stored.path} has {stored.size} bytes: offset {asked.offset} is past the end.")
    length = min(asked.limit, files.most, stored.size - asked.offset)
    data = files.read(stored, asked.offset, length)
    end = asked.offset + length
    try:
        skipped, text = whole_characters(data, first=asked.offset == 0, last=end == stored.size)
    except NotUtf8 as error:
        raise ToolError(f"{stored.path} ({stored.size} bytes) is not UTF-8 text.") from error
    begin = asked.offset + skipped
    end = begin + len(text.encode())
    content = [_text(text)]
    if begin > 0 or end < stored.size:
        more = f" Continue with offset={end}." if end < stored.size else ""
        content.append(_text(f"[Bytes {begin} to {end} of {stored.size}.{more}]"))
    return {"content": content}


def search_files(files: VersionFiles, asked: SearchArguments) -> dict[str, Any]:
    entries, start, version = files.under(asked.path, asked.cursor)
    search = Search(asked.query, names=asked.where != "text", text=asked.where != "names")
    search.run(files, entries, start)
    hits = [Hit(path=found.path, line=found.line, offset=found.offset, text=found.text) for found in search.hits]
    cursor = None if search.next is None else f"{version}{search.next}"
    found = SearchOut(hits=hits, files_searched=search.searched, files_skipped=search.skipped, next_cursor=cursor)
    return _structured(found)


def _structured(value: BaseModel) -> dict[str, Any]:
    plain = value.model_dump()
    return {"content": [_text(json.dumps(plain, ensure_ascii=False))], "structuredContent": plain}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


@dataclass(frozen=True)
class Tool:
    name: str
    title: str
    description: str
    takes: type[Arguments]
    gives: type[BaseModel] | None
    run: Callable[[VersionFiles, Any], dict[str, Any]]

    def described(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": self.takes.model_json_schema(),
            "annotations": {"title": self.title, "readOnlyHint": True, "openWorldHint": False},
        }
        if self.gives is not None:
            described["outputSchema"] = self.gives.model_json_schema()
        return described


TOOLS = (
    Tool(
        "list",
        "List a folder",
        f"Lists a folder of this app's files, in order, without subfolders: at most {MAX_ENTRIES} "
        "entries per call, then next_cursor. Paths start with /; / is the root.",
        ListArguments,
        ListOut,
        list_folder,
    ),
    Tool(
        "read",
        "Read a text file",
        f"Reads a UTF-8 text file of this app, or part of it: at most {MAX_READ_BYTES // KIB} KiB per call; "
        "the result says where to continue. offset and limit are in bytes; search gives the offset of each "
        "line it finds.",
        ReadArguments,
        None,
        read_file,
    ),
    Tool(
        "search",
        "Search names and text",
        "Finds files and folders whose name contains a text, and lines of text files that contain it, "
        f"ignoring case: at most {MAX_HITS} hits per call and {LINES_A_FILE} lines per file. Files above "
        f"{MAX_TEXT_BYTES // KIB} KiB "
        f"are searched by name only. One call covers at most {SCAN_FILES} files or {SCAN_BYTES // KIB // KIB} "
        "MiB of text; continue with next_cursor.",
        SearchArguments,
        SearchOut,
        search_files,
    ),
)
_BY_NAME = {tool.name: tool for tool in TOOLS}


def call_tool(files: VersionFiles, name: Any, arguments: Any) -> dict[str, Any]:
    """The result of a call. What the model can mend is in it; raises UnknownTool."""
    tool = _BY_NAME.get(name) if isinstance(name, str) else None
    if tool is None:
        raise UnknownTool(f"Unknown tool: {name}")
    try:
        return tool.run(files, tool.takes.model_validate(_given(tool, arguments)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return _failed(f"{place(first['loc']) or 'arguments'}: {first['msg']}")
    except ToolError as error:
        return _failed(str(error))
    except ApiError as error:
        return _failed(error.message)


def _given(tool: Tool, arguments: Any) -> Any:
    """Without what models and clients send in place of nothing: null, and an empty text for what need not be given."""
    if arguments is None or arguments == []:
        return {}
    if not isinstance(arguments, dict):
        return arguments
    fields = tool.takes.model_fields
    optional = {name for name in arguments if name in fields and not fields[name].is_required()}
    return {n: value for n, value in arguments.items() if value is not None and (value != "" or n not in optional)}


def _failed(message: str) -> dict[str, Any]:
    return {"content": [_text(message)], "isError": True}
