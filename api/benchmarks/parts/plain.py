"""The plain way to take a batch: a pydantic model and an ORM object a node, and boto3 to sign a URL for each file.

In this process and not over HTTP, which favours it; the client of boto3 is made once.
"""

import json
import time
from typing import Any
from uuid import UUID, uuid4

import boto3
from pydantic import BaseModel, Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.parts.trees import Tree
from treeline.assets.models import AssetNode
from treeline.kernel import clock


class PlainNode(BaseModel):
    name: str = Field(min_length=1, max_length=255)
    node_type: str
    size: int = 0
    children: list["PlainNode"] = []
    id: UUID | None = None
    upload_url: str | None = None


class PlainBatch(BaseModel):
    children: list[PlainNode]


class Plain:
    def __init__(self, engine: Engine):
        self.engine = engine
        self.s3: Any = boto3.client(
            "s3", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
        )

    def seconds(self, children: Tree, root: UUID) -> float:
        body = json.dumps({"children": children}).encode()
        began = time.perf_counter()
        batch = PlainBatch.model_validate_json(body)
        with Session(self.engine) as session:
            session.add_all(self._rows(batch, root))
            session.commit()
        batch.model_dump_json()
        return time.perf_counter() - began

    def _rows(self, batch: PlainBatch, root: UUID) -> list[AssetNode]:
        rows: list[AssetNode] = []
        folders = [(batch.children, root)]
        while folders:
            siblings, parent_id = folders.pop()
            for position, node in enumerate(siblings):
                node.id = uuid4()
                row = AssetNode(
                    id=node.id, app_id=root, parent_id=parent_id, name=node.name, name_key=node.name.casefold()
                )
                row.node_type, row.position, row.size = node.node_type, position, node.size
                if node.node_type == "file":
                    key = {"Bucket": "files", "Key": f"apps/{root}/{node.id}"}
                    node.upload_url = self.s3.generate_presigned_url("put_object", Params=key, ExpiresIn=3600)
                    row.upload_id, row.upload_at, row.upload_size = root, clock.now(), node.size
                rows.append(row)
                folders.append((node.children, node.id))
        return rows
