from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import lock_workspace
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import done, tell
from treeline.kernel.settings import KernelSettings
from treeline.providers import credentials as form
from treeline.providers.check import checked
from treeline.providers.defaults import choose_first, usable_types
from treeline.providers.errors import (
    CredentialNameTaken,
    CredentialNotFound,
    CredentialsRefused,
    ModelNotFound,
    ModelNotSupported,
    SystemProviderRefused,
    TooManyCredentials,
)
from treeline.providers.kinds import Kind, Listed
from treeline.providers.models import ProviderCredential, ProviderModel

MAX_CREDENTIALS = 20


class ProviderSettings:
    """One provider in one workspace: its credentials, of which one is active, and its models.

    What is saved is first tried out: those methods are called with no transaction open and open their own.
    """

    def __init__(self, session: DbSession, workspace_id: UUID, settings: KernelSettings, kind: Kind, by: UUID):
        self.session, self.workspace_id, self.settings, self.kind, self.by = session, workspace_id, settings, kind, by

    def credentials(self) -> list[ProviderCredential]:
        """The oldest first."""
        mine = select(ProviderCredential).where(*self._of(ProviderCredential))
        return list(self.session.scalars(mine.order_by(ProviderCredential.created_at, ProviderCredential.id)))

    def shown(self, credential_id: UUID | None = None) -> dict[str, Any]:
        """The active credential, or the one that is named, without its secrets; empty if there is none.

        Raises CredentialNotFound.
        """
        if credential_id is not None:
            credential = self._one(credential_id)
        else:
            credential = next((each for each in self.credentials() if each.active), None)
        if credential is None:
            return {}
        values = form.shown(self.kind, form.opened(self.settings, self.kind, credential))
        return {"credentials": values, "credential_id": credential.id, "credential_name": credential.name}

    def choose_type(self, provider_type: str) -> None:
        """Raises SystemProviderRefused."""
        if provider_type != "custom":
            raise SystemProviderRefused

    def validate(self, given: Mapping[str, Any], credential_id: UUID | None = None) -> CredentialsRefused | None:
        """Why these do not work; None if they do. Raises InvalidInput, CredentialNotFound."""
        values = form.taken(self.kind, given, self._known(credential_id) if credential_id else None)
        try:
            self._try(values)
        except CredentialsRefused as error:
            return error
        return None

    def add(self, given: Mapping[str, Any], name: str | None) -> UUID:
        """Try them out and keep them; the first is active. Raises InvalidInput, CredentialsRefused and others."""
        values = form.taken(self.kind, given)
        listed = self._try(values)
        with unit_of_work():
            lock_workspace(self.session, self.workspace_id)
            others = self.credentials()
            if len(others) >= MAX_CREDENTIALS:
                raise TooManyCredentials(
                    f"A provider can have at most {MAX_CREDENTIALS} credentials. Delete one first."
                )
            made = ProviderCredential(
                workspace_id=self.workspace_id,
                provider=self.kind.id,
                name=self._free_name(name, others),
                sealed=form.sealed(self.settings, self.workspace_id, values),
                active=not others,
                created_by=self.by,
            )
            self.session.add(made)
            # Now it has an id.
            self.session.flush()
            if made.active:
                self._keep(listed)
            done(self.session, object_id=made.id, object_name=made.name)
            return made.id

    def change(self, credential_id: UUID, given: Mapping[str, Any], name: str | None) -> None:
        """Secrets that come back masked stay as they are. Raises as `add` does, and CredentialNotFound."""
        values = form.taken(self.kind, given, self._known(credential_id))
        listed = self._try(values)
        with unit_of_work():
            lock_workspace(self.session, self.workspace_id)
            credential = self._one(credential_id)
            others = [each for each in self.credentials() if each.id != credential_id]
            credential.name = self._free_name(name or credential.name, others)
            credential.sealed = form.sealed(self.settings, self.workspace_id, values)
            credential.updated_at = now()
            if credential.active:
                self._keep(listed)
            done(self.session, object_id=credential.id, object_name=credential.name)

    def switch(self, credential_id: UUID) -> None:
        """From now on this one is used. It is tried out first, for its models may be others."""
        listed = self._try(self._known(credential_id))
        with unit_of_work():
            lock_workspace(self.session, self.workspace_id)
            chosen = self._one(credential_id)
            for each in self.credentials():
                each.active = False
            # Before the next one: the database lets one be active at any time.
            self.session.flush()
            chosen.active = True
            # What waits for other credentials goes by it.
            chosen.updated_at = now()
            self._keep(listed)
            done(self.session, object_id=chosen.id, object_name=chosen.name)

    def remove(self, credential_id: UUID) -> None:
        """If it was active, the oldest of the others is; with the last of them the models that were listed go too."""
        lock_workspace(self.session, self.workspace_id)
        credential = self._one(credential_id)
        others = [each for each in self.credentials() if each.id != credential_id]
        self.session.delete(credential)
        self.session.flush()
        tell(object_id=credential.id, object_name=credential.name)
        if not others:
            self._keep([])
        elif credential.active:
            others[0].active, others[0].updated_at = True, now()

    def models(self) -> list[ProviderModel]:
        mine = select(ProviderModel).where(*self._of(ProviderModel))
        return list(self.session.scalars(mine.order_by(ProviderModel.model_type, ProviderModel.model)))

    def set_model(self, model: str, model_type: str, properties: Mapping[str, Any]) -> None:
        """Say that there is a model, or what it is like. Raises ModelNotSupported for a type that is not here."""
        if model_type not in self.kind.model_types:
            raise ModelNotSupported(f"{self.kind.label} doesn't support models of type {model_type}.")
        lock_workspace(self.session, self.workspace_id)
        usable = usable_types(self.session, self.workspace_id)
        known = self._model(model, model_type)
        if known is None:
            known = ProviderModel(
                workspace_id=self.workspace_id, provider=self.kind.id, model_type=model_type, model=model, properties={}
            )
            self.session.add(known)
        known.properties = {**known.properties, **properties, "custom": True}
        tell(object_name=model)
        if model_type not in usable and known.enabled is not False and any(e.active for e in self.credentials()):
            self._choose_first([(model_type, model)])

    def remove_model(self, model: str, model_type: str) -> None:
        self.session.delete(self._known_model(model, model_type))
        tell(object_name=model)

    def enable_model(self, model: str, model_type: str, enabled: bool) -> None:
        self._known_model(model, model_type).enabled = enabled
        tell(object_name=model)

    def _try(self, values: form.Values) -> list[Listed]:
        return checked(self.kind, form.access_of(self.kind, values), self.settings, values.get("model"))

    def _known(self, credential_id: UUID) -> form.Values:
        with unit_of_work():
            return form.opened(self.settings, self.kind, self._one(credential_id))

    def _keep(self, listed: list[Listed]) -> None:
        """Keep what the provider lists to the active credential. What people said of a model stays, and custom ones."""
        usable = usable_types(self.session, self.workspace_id)
        known = {(each.model_type, each.model): each for each in self.models()}
        now_listed = {(each.model_type, each.model): each for each in listed}
        for key, row in known.items():
            if key not in now_listed and not row.properties.get("custom"):
                self.session.delete(row)
        for (model_type, model), each in now_listed.items():
            size = {"context_size": each.context_size} if each.context_size else {}
            row = known.get((model_type, model))
            if row is None:
                row = ProviderModel(
                    workspace_id=self.workspace_id, provider=self.kind.id, model_type=model_type, model=model
                )
                self.session.add(row)
            row.properties = {**size, **(row.properties or {})}
        self._choose_first([key for key in now_listed if key[0] not in usable])

    def _choose_first(self, models: list[tuple[str, str]]) -> None:
        self.session.flush()
        choose_first(self.session, self.workspace_id, self.kind.id, models)

    def _free_name(self, wanted: str | None, others: list[ProviderCredential]) -> str:
        taken = {each.name for each in others}
        if wanted is None:
            return next(name for number in range(1, 100) if (name := f"API KEY {number}") not in taken)
        if wanted in taken:
            raise CredentialNameTaken(f"{self.kind.label} already has a credential named {wanted}.")
        return wanted

    def _one(self, credential_id: UUID) -> ProviderCredential:
        this = select(ProviderCredential).where(*self._of(ProviderCredential), ProviderCredential.id == credential_id)
        found = self.session.scalars(this).one_or_none()
        if found is None:
            raise CredentialNotFound
        return found

    def _model(self, model: str, model_type: str) -> ProviderModel | None:
        named = (ProviderModel.model == model, ProviderModel.model_type == model_type)
        return self.session.scalars(select(ProviderModel).where(*self._of(ProviderModel), *named)).one_or_none()

    def _known_model(self, model: str, model_type: str) -> ProviderModel:
        known = self._model(model, model_type)
        if known is None:
            raise ModelNotFound(f"{self.kind.label} model {model} of type {model_type} not found in this workspace.")
        return known

    def _of(self, table: type[ProviderCredential] | type[ProviderModel]) -> tuple[Any, Any]:
        return table.workspace_id == self.workspace_id, table.provider == self.kind.id
