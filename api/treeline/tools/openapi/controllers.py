from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from treeline.accounts.access import CONSOLE
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes
from treeline.tools.models import ApiProvider
from treeline.tools.openapi.access import workspace_apis
from treeline.tools.openapi.errors import (
    ApiToolsExist,
    ApiToolsNotFound,
    CredentialsMissing,
    CredentialsUnreadable,
    DocumentChanged,
    DocumentNotFetched,
    InvalidDocument,
    OperationMissing,
    ServerMissing,
    TooManyApiTools,
)
from treeline.tools.openapi.pins import SHOWN_DESCRIPTION
from treeline.tools.openapi.schemas import (
    ApiDocumentOut,
    ApiTestOut,
    ApiToolListOut,
    ApiToolOut,
    ApiToolsConfirm,
    ApiToolsCreate,
    ApiToolsOut,
    ApiToolsTest,
    ApiToolsUpdate,
    ChangesOut,
    DocumentPreview,
    OperationOut,
)
from treeline.tools.openapi.service import ApiProviders
from treeline.tools.openapi.shapes import Api, Operation

apis = Routes(
    "api_tools",
    "/console/api/workspaces/current/tool-provider/api",
    group="Tools",
    access=CONSOLE,
    scope=workspace_apis,
)

_CHOICE = [ServerMissing, OperationMissing, CredentialsMissing, TooManyApiTools]


@apis.get("", can="edit", transactional=False)
def list_apis(apis: ApiProviders, query: PageQuery) -> Page[ApiToolsOut]:
    """List the workspace's OpenAPI tools by name."""
    found, total = apis.page(query.offset, query.limit)
    tools = apis.summaries(found)
    return Page.of([_shown(provider, apis, tools[provider.id]) for provider in found], total, query)


@apis.post("/preview", can="manage", transactional=False, refusals=[InvalidDocument, DocumentNotFetched])
def preview_document(apis: ApiProviders, body: DocumentPreview) -> ApiDocumentOut:
    """Read an OpenAPI document (3.0, 3.1 or Swagger 2) and return what it offers, without saving anything."""
    return _offered(apis.preview(body.document, body.document_url))


@apis.post(
    "",
    can="manage",
    deed="api_tool.create",
    status=201,
    transactional=False,
    refusals=[ApiToolsExist, InvalidDocument, DocumentNotFetched, *_CHOICE],
)
def add_api(apis: ApiProviders, body: ApiToolsCreate) -> ApiToolsOut:
    """Add OpenAPI tools: a document, the server, the credentials and the operations that become tools."""
    return _one(apis.add(body), apis)


@apis.get("/<uuid:api_id>", can="edit", transactional=False, refusals=[ApiToolsNotFound])
def read_api_tools(apis: ApiProviders, api_id: UUID) -> ApiToolsOut:
    """Get OpenAPI tools."""
    return _one(apis.get(api_id), apis)


@apis.put(
    "/<uuid:api_id>",
    can="manage",
    deed="api_tool.change",
    transactional=False,
    refusals=[ApiToolsNotFound, ApiToolsExist, InvalidDocument, DocumentNotFetched, DocumentChanged, *_CHOICE],
)
def change_api(apis: ApiProviders, api_id: UUID, body: ApiToolsUpdate) -> ApiToolsOut:
    """Update OpenAPI tools. What a new document changes waits for confirmation."""
    return _one(apis.change(api_id, body), apis)


@apis.delete(
    "/<uuid:api_id>", can="manage", deed="api_tool.delete", status=204, transactional=False, refusals=[ApiToolsNotFound]
)
def delete_api(apis: ApiProviders, api_id: UUID) -> None:
    """Delete OpenAPI tools. Apps lose them but keep working."""
    apis.delete(api_id)


@apis.get("/<uuid:api_id>/document", can="edit", transactional=False, refusals=[ApiToolsNotFound])
def read_document_of(apis: ApiProviders, api_id: UUID) -> ApiDocumentOut:
    """Get what the document that was read last offers, to choose from."""
    return _offered(apis.offered(api_id))


@apis.get("/<uuid:api_id>/tools", can="edit", transactional=False, refusals=[ApiToolsNotFound])
def list_api_tools(apis: ApiProviders, api_id: UUID) -> ApiToolListOut:
    """List the confirmed operations, with the schemas of their arguments."""
    shown = [ApiToolOut(**each.model_dump(include=set(ApiToolOut.model_fields))) for each in apis.tools(api_id)]
    return ApiToolListOut(data=shown)


@apis.post(
    "/<uuid:api_id>/test",
    can="manage",
    transactional=False,
    refusals=[ApiToolsNotFound, OperationMissing, CredentialsUnreadable],
)
def test_api_tool(apis: ApiProviders, api_id: UUID, body: ApiToolsTest) -> ApiTestOut:
    """Call a tool with these arguments. It is a real request: a write writes."""
    result = apis.test(api_id, body.tool_name, body.arguments)
    return ApiTestOut(ok=result.ok, status=result.status, text=result.text)


@apis.post(
    "/<uuid:api_id>/refresh",
    can="manage",
    deed="api_tool.refresh",
    transactional=False,
    refusals=[ApiToolsNotFound, InvalidDocument],
)
def refresh_api(apis: ApiProviders, api_id: UUID) -> ApiToolsOut:
    """Fetch the document again. If that fails, `error` says why; what differs waits for confirmation."""
    return _one(apis.refresh(api_id), apis)


@apis.get("/<uuid:api_id>/changes", can="edit", transactional=False, refusals=[ApiToolsNotFound])
def list_changes(apis: ApiProviders, api_id: UUID) -> ChangesOut:
    """List how the document differs from what was confirmed."""
    digest, changes = apis.changes(api_id)
    return ChangesOut(digest=digest, data=changes)


@apis.post(
    "/<uuid:api_id>/confirm",
    can="manage",
    deed="api_tool.confirm",
    transactional=False,
    refusals=[ApiToolsNotFound, DocumentChanged, *_CHOICE],
)
def confirm_changes(apis: ApiProviders, api_id: UUID, body: ApiToolsConfirm) -> ApiToolsOut:
    """Confirm the changes: from now on calls are made as the document says. Operations that are gone are dropped."""
    return _one(apis.confirm(api_id, body.digest), apis)


def _offered(api: Api) -> ApiDocumentOut:
    return ApiDocumentOut(
        title=api.title,
        version=api.version,
        servers=api.servers,
        auth_schemes=api.auth_schemes,
        operations=[_summary(each) for each in api.operations],
        skipped=api.skipped,
    )


def _summary(operation: Operation) -> OperationOut:
    return OperationOut(
        name=operation.name,
        method=operation.method,
        path=operation.path,
        description=operation.description[:SHOWN_DESCRIPTION],
        server=operation.server,
    )


def _one(provider: ApiProvider, apis: ApiProviders) -> ApiToolsOut:
    return _shown(provider, apis, apis.summaries([provider])[provider.id])


def _shown(provider: ApiProvider, apis: ApiProviders, tools: Sequence[Mapping[str, Any]]) -> ApiToolsOut:
    return ApiToolsOut(
        id=provider.id,
        name=provider.name,
        title=provider.title,
        document_url=provider.document_url,
        server_url=provider.server_url,
        auth=apis.auth(provider).shown(),
        tools=[OperationOut.model_validate(each) for each in tools],
        changes=provider.change_count,
        error=provider.error,
        checked_at=provider.checked_at,
        created_at=provider.created_at,
        updated_at=provider.updated_at,
    )
