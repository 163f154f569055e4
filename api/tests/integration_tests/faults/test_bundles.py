"""An import whose server is killed in the middle leaves nothing that anybody sees, and in the end nothing at all."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import requests
from sqlalchemy import func, select

from tests.bundles import Contents
from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database, wait_until
from treeline import create_app
from treeline.datasets import removal
from treeline.datasets.bundles import format as bundle
from treeline.datasets.models import Dataset, Document, Segment
from treeline.kernel import clock
from treeline.kernel.db import db, unit_of_work
from treeline.settings import Settings

pytestmark = pytest.mark.faults

DOCUMENTS, SEGMENTS = 100, 150
THEN = datetime(2026, 1, 1, tzinfo=UTC)


def large() -> Contents:
    """Words only, so that nothing but this is needed."""
    dataset = bundle.BundledDataset("Large", "", "text_model", "English", "economy", None, None, False, 20.0)
    made = Contents(dataset)
    for number in range(DOCUMENTS):
        texts = [f"Passage {at} of document {number} about subject{number}." for at in range(SEGMENTS)]
        file, text = f"files/{number:06}.md", f"texts/{number:06}.txt"
        made.files |= {file: b"x", text: "".join(texts).encode()}
        shape = ("md", "text/markdown", "text_model", "English", None, {})
        state = (True, False, SEGMENTS, False, THEN, THEN)
        made.documents.append(bundle.BundledDocument(f"{number}.md", "", file, text, *shape, *state))
        start = 0
        for each in texts:
            end = start + len(each)
            place = (each, None, start, end, None, None, [], [])
            made.segments.append(bundle.BundledSegment(number, *place, True, False, False, []))
            start = end
    return made


def test_killed_in_the_middle_of_an_import(settings: Settings):
    data = large().zipped()
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        flask_app = create_app(own)
        try:
            alice = Caller(api.base).set_up()

            def bring() -> requests.Response:
                headers = {"Content-Type": "application/zip"}
                return alice.call("POST", "/datasets/import", data=data, headers=headers)

            def interrupted() -> None:
                with suppress(requests.RequestException):
                    bring()

            with flask_app.app_context():
                sending = threading.Thread(target=interrupted)
                sending.start()
                wait_until(lambda: documents() > 10, every=0.02)
                api.kill()
                sending.join()
                with unit_of_work() as session:
                    hidden = session.scalars(select(Dataset)).one()
                assert hidden.deleted_at
                assert 0 < documents() < DOCUMENTS
                api.restart()
                assert alice.call("GET", "/datasets").json()["data"] == []
                assert alice.call("GET", f"/datasets/{hidden.id}").status_code == 404
                assert bring().status_code == 201
                assert [each["name"] for each in alice.call("GET", "/datasets").json()["data"]] == ["Large"]
                swept(hidden.id)
                assert documents() == DOCUMENTS
                db.engine.dispose()
        finally:
            api.stop()
            flask_app.extensions["relay"].close()


def documents() -> int:
    with unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(Document)) or 0


def swept(dataset_id: UUID) -> None:
    clock.travel(timedelta(minutes=11))
    try:
        with unit_of_work() as session:
            assert removal.overdue(session) == [dataset_id]
        removal.remove(dataset_id)
    finally:
        clock.travel(timedelta())
    with unit_of_work() as session:
        for table in (Document, Segment):
            mine = select(func.count()).select_from(table).where(table.dataset_id == dataset_id)
            assert session.scalar(mine) == 0
        assert session.get(Dataset, dataset_id) is None
