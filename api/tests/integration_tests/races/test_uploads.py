"""Uploads while others bring the same newcomer, or tidy up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from uuid import UUID

import requests
from sqlalchemy import select

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database
from treeline import create_app
from treeline.apps.end_users.models import EndUser
from treeline.apps.models import App
from treeline.conversations.models import Conversation, Message, MessageFile
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import usable
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.unsent import UnsentUploads
from treeline.settings import Settings

AT_ONCE = 8


def sent_while(flask_app: FlaskApp, upload_id: UUID, locked: Event, go: Event) -> None:
    """Send a file with a message, in a transaction that lasts until `go`."""
    with flask_app.app_context(), unit_of_work() as session:
        upload = session.get_one(UploadFile, upload_id)
        app = session.get_one(App, upload.app_id)
        usable(session, app, [upload_id], end_user_id=upload.end_user_id)
        locked.set()
        assert go.wait(30)
        conversation = Conversation(app_id=app.id, mode="chat")
        session.add(conversation)
        session.flush()
        message = Message(app_id=app.id, conversation_id=conversation.id)
        session.add(message)
        session.flush()
        named = {"type": "document", "transfer_method": "local_file", "upload_file_id": upload_id}
        session.add(MessageFile(message_id=message.id, **named))


def test_newcomers_and_tidying(settings: Settings):
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        try:
            owner = Caller(api.base).set_up()
            app_id = owner.new_app()
            token = owner.call("POST", f"/apps/{app_id}/api-keys").json()["token"]

            def upload(_: int) -> requests.Response:
                return requests.post(
                    f"{api.base}/v1/files/upload",
                    data={"user": "ann"},
                    files={"file": ("cat.txt", b"Nine lives.")},
                    headers={"Authorization": f"Bearer {token}"},
                    timeout=60,
                )

            with ThreadPoolExecutor(AT_ONCE) as pool:
                replies = list(pool.map(upload, range(AT_ONCE)))
            assert [reply.status_code for reply in replies] == [201] * AT_ONCE, [reply.text for reply in replies]
            assert len({reply.json()["created_by"] for reply in replies}) == 1
        finally:
            api.stop()
        flask_app = create_app(own)
        sent = UUID(replies[0].json()["id"])
        rule = UnsentUploads(Ages(unfinished=timedelta()))
        locked, go = Event(), Event()
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(sent_while, flask_app, sent, locked, go)
            assert locked.wait(30)
            with flask_app.app_context():
                # The one that is being sent is not waited for, and not taken.
                assert rule.run() == AT_ONCE - 1
            go.set()
            sending.result(30)
        with flask_app.app_context():
            assert rule.run() == 0
            with unit_of_work() as session:
                assert session.scalars(select(MessageFile.upload_file_id)).all() == [sent]
                assert len(session.scalars(select(EndUser)).all()) == 1
            db.engine.dispose()
