import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import undefer

from treeline.accounts.access import Member, lock_workspace
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.settings import KernelSettings
from treeline.tools.models import ApiProvider
from treeline.tools.openapi import pins
from treeline.tools.openapi.auth import Auth, auth_of, known_auth, sealed
from treeline.tools.openapi.calling import CallResult, Target, call_operation
from treeline.tools.openapi.changes import Change
from treeline.tools.openapi.errors import (
    ApiToolsExist,
    ApiToolsNotFound,
    CredentialsMissing,
    DocumentChanged,
    InvalidDocument,
    OperationMissing,
    ServerMissing,
    TooManyApiTools,
)
from treeline.tools.openapi.fetching import fetch_document
from treeline.tools.openapi.reading import ReadDocument, compare, digest_of, read_stored, read_text, take_over
from treeline.tools.openapi.refreshing import refresh_one
from treeline.tools.openapi.schemas import ApiToolsCreate, ApiToolsUpdate
from treeline.tools.openapi.servers import origin
from treeline.tools.openapi.shapes import Api, Operation
from treeline.tools.openapi.tools import without_credentials

MAX_PROVIDERS = 50


class ApiProviders:
    """The OpenAPI tools of one workspace, in the name of one member. No transaction may be open: each method has its
    own, and none while a server is spoken to."""

    def __init__(self, member: Member, settings: KernelSettings):
        self.member, self.settings = member, settings

    def page(self, offset: int, limit: int) -> tuple[list[ApiProvider], int]:
        """Some of them by name, and how many there are."""
        mine = ApiProvider.workspace_id == self.member.workspace_id
        with unit_of_work() as session:
            total = session.scalar(select(func.count()).select_from(ApiProvider).where(mine)) or 0
            page = select(ApiProvider).where(mine).order_by(ApiProvider.name, ApiProvider.id)
            return list(session.scalars(page.offset(offset).limit(limit))), total

    def get(self, provider_id: UUID) -> ApiProvider:
        """Raises ApiToolsNotFound."""
        with unit_of_work() as session:
            return self._get(session, provider_id)

    def preview(self, document: str | None, document_url: str | None) -> Api:
        """Raises InvalidDocument, DocumentNotFetched."""
        return self._read(document, document_url).api

    def add(self, body: ApiToolsCreate) -> ApiProvider:
        """What the body says is confirmed by it.

        Raises ApiToolsExist, TooManyApiTools, InvalidDocument, DocumentNotFetched, ServerMissing, OperationMissing,
        CredentialsMissing.
        """
        with unit_of_work() as session:
            self._check_new(session, body.name)
        read = self._read(body.document, body.document_url)
        urls = [server.url for server in read.api.servers]
        server_url = body.server_url or (urls[0] if urls else None)
        if server_url is None:
            raise ServerMissing
        if body.auth.is_hidden:
            raise CredentialsMissing
        chosen = _chosen(body.operations, read.api, [])
        with unit_of_work() as session:
            lock_workspace(session, self.member.workspace_id)
            self._check_new(session, body.name)
            provider = ApiProvider(
                workspace_id=self.member.workspace_id,
                name=body.name,
                server_url=server_url,
                own_server=server_url not in urls,
                sealed_auth=sealed(body.auth, self.member.workspace_id, self.settings),
                auth_schemes=[each.model_dump() for each in read.api.auth_schemes],
                checked_at=now(),
                created_by=self.member.account_id,
            )
            take_over(provider, read)
            session.add(provider)
            _flush(session, body.name)
            pins.store(session, provider, chosen)
            done(session, object_id=provider.id, object_name=provider.name)
        return provider

    def change(self, provider_id: UUID, body: ApiToolsUpdate) -> ApiProvider:
        """Change what is given. Server, credentials and operations in it are confirmed by it; a document is not.

        Raises what `add` raises, ApiToolsNotFound, and DocumentChanged if somebody else was faster.
        """
        before = self._whole(provider_id)
        given = body.document is not None or body.document_url is not None
        read = self._read(body.document, body.document_url) if given else read_stored(before)
        auth = self._auth_for(before, body)
        with unit_of_work() as session:
            provider = self._locked(session, provider_id)
            if (provider.document_digest, provider.server_url) != (before.document_digest, before.server_url):
                raise DocumentChanged
            provider.name = body.name or provider.name
            if given:
                take_over(provider, read)
                provider.error, provider.checked_at = None, now()
            if body.server_url is not None:
                provider.server_url = body.server_url
                provider.own_server = body.server_url not in [server.url for server in read.api.servers]
            if auth is not None:
                provider.sealed_auth = sealed(auth, provider.workspace_id, self.settings)
            chosen = pins.of_provider(session, provider.id)
            if body.operations is not None:
                chosen = _chosen(body.operations, read.api, chosen)
                pins.store(session, provider, chosen)
            compare(provider, read.api, chosen)
            provider.updated_at = now()
            _flush(session, provider.name)
            done(session, object_name=provider.name)
        return provider

    def delete(self, provider_id: UUID) -> None:
        """Raises ApiToolsNotFound. Apps that were allowed its tools go on without them."""
        with unit_of_work() as session:
            session.delete(self._get(session, provider_id))
            done(session)

    def refresh(self, provider_id: UUID) -> ApiProvider:
        """Fetch the document again; the row says what came of it. Raises ApiToolsNotFound, InvalidDocument."""
        if self.get(provider_id).document_url is None:
            raise InvalidDocument("The document was pasted, so it has no URL to refresh from. Send a new one instead.")
        asyncio.run(refresh_one(provider_id, self.settings))
        return self.get(provider_id)

    def changes(self, provider_id: UUID) -> tuple[str, list[Change]]:
        """What confirming would change, and the digest that it is confirmed by. Raises ApiToolsNotFound."""
        provider = self._whole(provider_id)
        return digest_of(provider), [Change.model_validate(each) for each in provider.changes]

    def confirm(self, provider_id: UUID, digest: str) -> ApiProvider:
        """Take the document's server and operations as they are now; operations that are gone are dropped.

        Raises ApiToolsNotFound, DocumentChanged, OperationMissing, ServerMissing, CredentialsMissing, TooManyApiTools.
        """
        api = read_stored(self._whole(provider_id)).api
        with unit_of_work() as session:
            provider = self._locked(session, provider_id)
            if digest_of(provider) != digest:
                raise DocumentChanged
            self._take_server(provider, api)
            there = api.named()
            names = [operation.name for operation in pins.of_provider(session, provider.id)]
            chosen = [there[name] for name in names if name in there]
            if not chosen:
                raise OperationMissing("None of the chosen operations is in the document anymore. Choose others first.")
            pins.store(session, provider, chosen)
            provider.auth_schemes = [each.model_dump() for each in api.auth_schemes]
            compare(provider, api, chosen)
            provider.updated_at = now()
            done(session)
        return provider

    def test(self, provider_id: UUID, tool_name: str, arguments: dict[str, Any]) -> CallResult:
        """Call a tool. Raises ApiToolsNotFound, OperationMissing, CredentialsUnreadable."""
        with unit_of_work() as session:
            provider = self._get(session, provider_id)
            found = pins.granted(session, {provider.id: [tool_name]})[provider.id]
        if not found:
            raise OperationMissing(f"{provider.name} has no tool {tool_name}.")
        auth = auth_of(provider, self.settings)
        target = Target(provider.name, provider.server_url, auth)
        return asyncio.run(call_operation(target, without_credentials(found[0], auth), arguments, self.settings))

    def offered(self, provider_id: UUID) -> Api:
        """What the document that was read last offers. Raises ApiToolsNotFound."""
        return read_stored(self._whole(provider_id)).api

    def tools(self, provider_id: UUID) -> list[Operation]:
        """The confirmed operations, as models get them. Raises ApiToolsNotFound."""
        with unit_of_work() as session:
            provider = self._get(session, provider_id)
            chosen = pins.of_provider(session, provider.id)
        auth = known_auth(provider, self.settings)
        return [without_credentials(each, auth) for each in chosen]

    def summaries(self, providers: Sequence[ApiProvider]) -> dict[UUID, list[dict[str, Any]]]:
        """The operations of each, without their schemas."""
        with unit_of_work() as session:
            return pins.summaries(session, [provider.id for provider in providers])

    def auth(self, provider: ApiProvider) -> Auth:
        """With its secrets: not to be shown."""
        return known_auth(provider, self.settings)

    def _read(self, document: str | None, document_url: str | None) -> ReadDocument:
        if document_url is not None:
            document = asyncio.run(fetch_document(document_url, self.settings))
        return read_text(document or "", document_url)

    def _auth_for(self, before: ApiProvider, body: ApiToolsUpdate) -> Auth | None:
        """Secrets that were given for one server are not sent to another. None: they stay as they are."""
        known = known_auth(before, self.settings)
        moved = body.server_url is not None and origin(body.server_url) != origin(before.server_url)
        if moved and before.sealed_auth and (body.auth is None or body.auth.is_hidden):
            raise CredentialsMissing
        if body.auth is None:
            return None
        auth = body.auth.with_known(known)
        if auth.is_hidden or (auth.type in ("header", "query") and not auth.value):
            raise CredentialsMissing
        return auth

    def _take_server(self, provider: ApiProvider, api: Api) -> None:
        urls = [server.url for server in api.servers]
        if provider.own_server or provider.server_url in urls:
            return
        if not urls:
            raise ServerMissing
        if provider.sealed_auth and origin(urls[0]) != origin(provider.server_url):
            raise CredentialsMissing
        provider.server_url = urls[0]

    def _whole(self, provider_id: UUID) -> ApiProvider:
        """With its document and changes."""
        with unit_of_work() as session:
            return self._get(session, provider_id, whole=True)

    def _locked(self, session: DbSession, provider_id: UUID) -> ApiProvider:
        lock_workspace(session, self.member.workspace_id)
        return self._get(session, provider_id, whole=True)

    def _get(self, session: DbSession, provider_id: UUID, *, whole: bool = False) -> ApiProvider:
        mine = ApiProvider.workspace_id == self.member.workspace_id
        found = select(ApiProvider).where(ApiProvider.id == provider_id, mine)
        if whole:
            found = found.options(undefer(ApiProvider.document), undefer(ApiProvider.changes))
        provider = session.scalars(found).one_or_none()
        if provider is None:
            raise ApiToolsNotFound
        return provider

    def _check_new(self, session: DbSession, name: str) -> None:
        mine = ApiProvider.workspace_id == self.member.workspace_id
        names = list(session.scalars(select(ApiProvider.name).where(mine)))
        if name in names:
            raise ApiToolsExist(name)
        if len(names) >= MAX_PROVIDERS:
            raise TooManyApiTools(f"A workspace can have at most {MAX_PROVIDERS} OpenAPI documents. Delete one.")


def _chosen(names: Sequence[str], api: Api, confirmed: Sequence[Operation]) -> list[Operation]:
    """Operations by name. Those that were confirmed before stay as they were."""
    there = {**api.named(), **{operation.name: operation for operation in confirmed}}
    missing = [name for name in dict.fromkeys(names) if name not in there]
    if missing:
        raise OperationMissing(f"operations: the document has no operation {', '.join(missing[:10])}.")
    return [there[name] for name in dict.fromkeys(names)]


def _flush(session: DbSession, name: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise ApiToolsExist(name) from error
