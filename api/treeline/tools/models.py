from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class McpServer(Model):
    """An MCP server of a workspace.

    The tools that it had when it was last asked are rows of their own: a run loads those that its app may call.
    """

    __tablename__ = "mcp_servers"
    __table_args__ = (UniqueConstraint("workspace_id", "name"), Index(None, "created_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(Text)
    # Headers as JSON, sealed by kernel/crypto.py for this workspace; never leave the server.
    sealed_headers: Mapped[str | None] = mapped_column(Text)
    # Tools that it has beyond what one server may have here.
    left_out: Mapped[int] = mapped_column(default=0)
    # Why the last look at it failed; None if it did not.
    error: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class McpTool(Model):
    """A tool of an MCP server; `position` is its place in the server's list."""

    __tablename__ = "mcp_tools"

    server_id: Mapped[UUID] = mapped_column(ForeignKey("mcp_servers.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    position: Mapped[int]
    description: Mapped[str] = mapped_column(Text)
    input_schema: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ApiProvider(Model):
    """OpenAPI tools of a workspace: a document, and what a person confirmed of it.

    Server, credentials and the operations (rows of their own) are what was confirmed; the document is what was read
    last, and `changes` is how it differs from that.
    """

    __tablename__ = "api_providers"
    __table_args__ = (UniqueConstraint("workspace_id", "name"), Index(None, "created_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text, default="")
    # Where the document is fetched from; None for one that was pasted.
    document_url: Mapped[str | None] = mapped_column(Text)
    # As JSON text; only who reads all of it loads it.
    document: Mapped[str] = mapped_column(Text, deferred=True)
    document_digest: Mapped[str] = mapped_column(String(64))
    server_url: Mapped[str] = mapped_column(Text)
    # Whether a person gave the server, rather than choosing one of the document's.
    own_server: Mapped[bool] = mapped_column(default=False)
    # Sealed by kernel/crypto.py for this workspace; never leaves the server.
    sealed_auth: Mapped[str | None] = mapped_column(Text)
    # How the document said that callers authenticate when it was confirmed.
    auth_schemes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, deferred=True)
    change_count: Mapped[int] = mapped_column(default=0)
    # Why the last refresh failed; None if it did not.
    error: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ApiTool(Model):
    """An operation as it was confirmed; `operation` is an `openapi.operations.Operation`."""

    __tablename__ = "api_tools"

    provider_id: Mapped[UUID] = mapped_column(ForeignKey("api_providers.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    description: Mapped[str] = mapped_column(Text)
    operation: Mapped[dict[str, Any]] = mapped_column(JSONB)
