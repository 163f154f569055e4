"""One of everything that an id may be of, in one workspace."""

from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.walls.kinds import USER
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node
from tests.integration_tests.workflows.people import add_form
from tests.knowledge_rows import add_knowledge
from tests.trace_rows import add_trace
from tests.trigger_rows import add_trigger
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.models import Account, LoginSession
from treeline.accounts.oidc.models import Identity
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.personal_tokens.models import PersonalToken
from treeline.apps.end_users.models import EndUser
from treeline.conversations.models import Conversation, ConversationVariable, Message, MessageFile
from treeline.files.uploads.models import UploadFile
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, Model, unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.providers.credentials import sealed
from treeline.providers.models import ProviderCredential, ProviderModel
from treeline.runs.models import Run
from treeline.settings import Settings
from treeline.tools.models import ApiProvider, McpServer
from treeline.triggers.events.models import TriggerSubscription
from treeline.workflows.models import DraftVariable, WorkflowRun, WorkflowStep
from treeline.workflows.running.ids import step_id

PROVIDER = "openai_api_compatible"
# By the kind of id that they are.
Things = dict[str, str]
APPS = {"app": "chat", "workflow_app": "workflow", "chatflow_app": "advanced-chat", "completion_app": "completion"}
_HOOK = node("hook", "trigger-webhook", method="post", content_type="application/json")
_CHATFLOW = graph(node("start", "start"), node("answer", "answer", answer="x"), edge("start", "answer"))
_ATTACHED = {
    "file_upload": {
        "enabled": True,
        "allowed_file_types": ["document"],
        "allowed_file_upload_methods": ["local_file", "remote_url"],
    }
}
_CONFIG = {
    "model": {"provider": PROVIDER, "name": "x", "mode": "chat"},
    "suggested_questions_after_answer": {"enabled": True},
    **_ATTACHED,
}
_NEWER = "version: 99.0.0\nkind: app\napp: {{name: {mark}, mode: chat}}\n"


def make_things(flask_app: FlaskApp, owner: Person, mark: str, *, versions: int) -> Things:
    """Everything that can be named is named with the mark. Versions are numbered by app: `versions` is the last."""
    made = {"workspace": str(owner.workspace_id), "member": str(owner.account_id)}
    made |= {kind: _post(owner, "/apps", name=f"{mark} {kind}", mode=mode)["id"] for kind, mode in APPS.items()}
    with flask_app.app_context(), unit_of_work() as session:
        made["credential"] = _provider(session, flask_app.extensions["settings"], owner, mark)
    made |= _files(owner, made["app"], mark, versions)
    made |= _of_workspace(owner, mark)
    made |= _workflow(owner, made["workflow_app"])
    _post(owner, f"/apps/{made['chatflow_app']}/workflows/draft", graph=_CHATFLOW, features=_ATTACHED)
    _post(owner, f"/apps/{made['completion_app']}/model-config", **_CONFIG)
    made["dataset"] = _post(owner, "/datasets", name=f"{mark} kb", permission="all_team_members")["id"]
    made["key"] = _post(owner, f"/apps/{made['app']}/api-keys", name=mark)["id"]
    made["dataset_key"] = _post(owner, "/datasets/api-keys", name=mark)["id"]
    made["key_of_dataset"] = _post(owner, f"/datasets/{made['dataset']}/api-keys", name=mark)["id"]
    made["config"] = _post(owner, f"/apps/{made['app']}/model-config", **_CONFIG)["id"]
    with flask_app.app_context(), unit_of_work() as session:
        session.get_one(Account, owner.account_id).avatar_id = UUID(made["upload"])
        invited = select(Invitation).where(Invitation.email == f"{mark}@example.com")
        invitation = session.scalars(invited).one()
        made |= {"invitation": str(invitation.id), "mail": str(invitation.mail_id)}
        return made | _Rows(session, owner, made, mark).add()


def _post(owner: Person, path: str, **body: Any) -> Any:
    reply = owner.post(path, json=body)
    assert reply.status_code < 300, (path, reply.json)
    return reply.json


def _files(owner: Person, app_id: str, mark: str, versions: int) -> Things:
    files = f"/apps/{app_id}/assets"
    named = [_post(owner, f"{files}/files/upload", name=name, size=len(mark)) for name in ("note.txt", "next.txt")]
    made, after = (each["node"]["id"] for each in named)
    for each in (made, after):
        assert owner.put(f"{files}/files/{each}", json={"content": mark}).status_code == 200
    numbers = [_post(owner, f"{files}/versions")["number"] for _ in range(versions)]
    digest = sha256(mark.encode()).hexdigest()
    return {"node": made, "next_node": after, "version": str(numbers[-1]), "sha256": digest}


def _provider(session: DbSession, settings: Settings, owner: Person, mark: str) -> str:
    """Whoever has one already has another, which is not used."""
    own: dict[str, Any] = {"workspace_id": owner.workspace_id, "provider": PROVIDER}
    secret = sealed(settings, owner.workspace_id, {"base_url": "http://x.invalid/v1", "api_key": mark})
    used = session.scalar(select(ProviderModel.id).where(ProviderModel.workspace_id == owner.workspace_id)) is None
    credential = ProviderCredential(**own, name=mark, sealed=secret, active=used)
    session.add_all([credential, *([ProviderModel(**own, model_type="llm", model="x")] if used else [])])
    session.flush()
    return str(credential.id)


def _of_workspace(owner: Person, mark: str) -> Things:
    attached = {"file": (BytesIO(mark.encode()), f"{mark}.txt")}
    upload = owner.post("/console/api/files/upload", data=attached, content_type="multipart/form-data").json
    pending = owner.post("/apps/imports", json={"mode": "yaml-content", "yaml_content": _NEWER.format(mark=mark)})
    assert pending.status_code == 202, pending.json
    invited = {"emails": [f"{mark}@example.com"], "role": "editor", "language": "en-US"}
    _post(owner, "/workspaces/current/members/invite-email", **invited)
    return {
        "upload": upload["id"],
        "import": pending.json["id"],
        "tag": _post(owner, "/tags", name=mark, type="app")["id"],
        "knowledge_tag": _post(owner, "/tags", name=mark, type="knowledge")["id"],
    }


def _workflow(owner: Person, app_id: str) -> Things:
    drafts = f"/apps/{app_id}/workflows"
    _post(owner, f"{drafts}/draft", graph=HELLO, features={})
    published = _post(owner, f"{drafts}/publish")["id"]
    hooked = {**HELLO, "nodes": [*HELLO["nodes"], _HOOK]}
    draft = owner.get(f"{drafts}/draft").json
    _post(owner, f"{drafts}/draft", graph=hooked, features={}, hash=draft["hash"])
    return {"workflow": published}


class _Rows:
    """What would take a run or a model to come about."""

    def __init__(self, session: DbSession, owner: Person, made: Things, mark: str):
        self.session, self.owner, self.mark = session, owner, mark
        self.ids = {kind: UUID(made[kind]) for kind in (*APPS, "dataset", "workflow")}

    def add(self) -> Things:
        workspace_id, workflow_app = self.owner.workspace_id, self.ids["workflow_app"]
        found = {
            name.removesuffix("_id"): each
            for name, each in (
                add_knowledge(self.session, workspace_id, self.ids["dataset"], self.mark)
                | add_trigger(self.session, workspace_id, workflow_app, self.mark)
            ).items()
        }
        found["evaluation_run"] = found.pop("run")
        found["form"] = add_form(self.session, workspace_id, workflow_app, f"token {self.mark}")
        found["form_token"] = f"token {self.mark}"
        return found | self._talks() | self._tools() | self._runs() | self._of_account()

    def _added(self, row: Model) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def _user(self, app: str) -> UUID:
        return self._added(EndUser(app_id=self.ids[app], session_id=USER)).id

    def _talk(self, app: str, prefix: str, **owner: UUID) -> Things:
        said: dict[str, Any] = {"app_id": self.ids[app], "id": new_id()}
        conversation = self._added(Conversation(**said, mode=APPS[app], name=self.mark, **owner))
        run = self._run(app, APPS[app], **owner)
        words = {"query": self.mark, "answer": self.mark, "status": "normal"}
        message = self._added(Message(**said, conversation_id=conversation.id, run_id=run, **words))
        kept = {"name": self.mark, "value_type": "string", "value": self.mark}
        variable = self._added(ConversationVariable(conversation_id=conversation.id, **kept))
        ids = {"conversation": conversation.id, "message": message.id, "variable": variable.id, "task": run}
        return {prefix + name: str(each) for name, each in ids.items()}

    def _talks(self) -> Things:
        member, user, completer = self.owner.account_id, self._user("app"), self._user("completion_app")
        uploads = {"user_upload": self._upload("app", user)}
        uploads["user_completion_upload"] = self._upload("completion_app", completer)
        said = self._talk("app", "", account_id=member) | self._talk("app", "user_", end_user_id=user)
        sent = {"type": "document", "transfer_method": "local_file", "upload_file_id": uploads["user_upload"]}
        attached = self._added(MessageFile(message_id=UUID(said["message"]), **sent))
        said |= self._talk("completion_app", "completion_", account_id=member)
        said |= self._talk("completion_app", "user_completion_", end_user_id=completer)
        said |= self._talk("chatflow_app", "chatflow_", account_id=member)
        return said | {kind: str(each) for kind, each in uploads.items()} | {"message_file": str(attached.id)}

    def _upload(self, app: str, user: UUID) -> UUID:
        own = {"workspace_id": self.owner.workspace_id, "app_id": self.ids[app], "end_user_id": user}
        file = {"name": f"{self.mark}.txt", "size": 0, "extension": "txt", "mime_type": "text/plain"}
        return self._added(UploadFile(**own, **file)).id

    def _tools(self) -> Things:
        own: dict[str, Any] = {"workspace_id": self.owner.workspace_id, "name": self.mark}
        api = {"document": "{}", "document_digest": "", "server_url": "http://x.invalid", "auth_schemes": []}
        rows = {
            "server": McpServer(**own, url="http://x.invalid/"),
            "api": ApiProvider(**own, **api),
            "subscription": TriggerSubscription(**own, kind="feed", source={"url": "http://x.invalid/"}),
        }
        return {kind: str(self._added(row).id) for kind, row in rows.items()} | self._trace()

    def _trace(self) -> Things:
        return {"delivery": add_trace(self.session, self.owner.workspace_id, self.ids["app"], self._run("app", "chat"))}

    def _of_account(self) -> Things:
        hash_of_none = sha256(self.mark.encode()).hexdigest()
        token = {"name": self.mark, "token_hash": hash_of_none, "token_shown": "tlp-…", "scopes": ["read"]}
        own = {"account_id": self.owner.account_id, "workspace_id": self.owner.workspace_id}
        rows: dict[str, Model] = {
            "token": PersonalToken(**own, **token),
            "identity": Identity(account_id=self.owner.account_id, issuer=f"https://{self.mark}", subject="x"),
        }
        keys: dict[str, Any] = {"credential_id": self.mark.encode(), "public_key": b"", "sign_count": 0}
        rows["passkey"] = Passkey(**keys, account_id=self.owner.account_id, name=self.mark, backed_up=False)
        logins = select(LoginSession.id).where(LoginSession.account_id == self.owner.account_id)
        made = {kind: str(self._added(row).id) for kind, row in rows.items()}
        return made | {"session": str(self.session.scalars(logins.limit(1)).one())}

    def _run(self, app: str, kind: str, **owner: UUID) -> UUID:
        ended: dict[str, Any] = {"status": "succeeded", "finished_at": now()}
        own = {"workspace_id": self.owner.workspace_id, "app_id": self.ids[app]}
        return self._added(Run(**own, kind=kind, input={}, **ended, **owner)).id

    def _workflow_run(self, app: str, **owner: UUID) -> UUID:
        run = self._run(app, APPS[app], **owner)
        made = {"app_id": self.ids[app], "workflow_id": self.ids["workflow"], "triggered_from": "debugging"}
        self._added(WorkflowRun(run_id=run, **made, inputs={"said": self.mark}, outputs={"said": self.mark}))
        return run

    def _runs(self) -> Things:
        member = self.owner.account_id
        run = self._workflow_run("workflow_app", account_id=member)
        step = {"run_id": run, "frame": "", "node_id": "greet", "attempt": 1, "seq": 1, "status": "succeeded"}
        self._added(WorkflowStep(**step, node_type="template-transform", outputs={"output": self.mark}))
        value = {"node_id": "greet", "name": "output", "value_type": "string", "value": self.mark, "run_id": run}
        draft = self._added(DraftVariable(app_id=self.ids["workflow_app"], account_id=member, **value))
        found = {
            "workflow_run": run,
            "step": step_id(run, "", "greet", 1),
            "draft_variable": draft.id,
            "chatflow_run": self._workflow_run("chatflow_app", account_id=member),
            "user_workflow_run": self._workflow_run("workflow_app", end_user_id=self._user("workflow_app")),
        }
        return {kind: str(each) for kind, each in found.items()}
