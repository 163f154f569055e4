"""The tree service on PostgreSQL against a model that a reader can check by eye: nested Python lists."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from tests.conftest import Cast
from tests.integration_tests.assets.draft.model import Model, Node, Refused, walk
from treeline.accounts.access import Member
from treeline.apps.service import AppService
from treeline.assets.draft.batch import FileNode, FolderNode, Limits, check
from treeline.assets.draft.names import name_key
from treeline.assets.draft.service import AppAssetService
from treeline.assets.models import AssetTree
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.web import FlaskApp

NAMES = st.sampled_from(["a", "A", "b", "c", "d", "\u00e9", "e\u0301", "B.md", "b.MD", "x/y", ".."])
LIMITS = Limits(depth=4, app_nodes=25)


def machine(member: Member) -> type[RuleBasedStateMachine]:
    class TreeMachine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.model = Model(LIMITS)
            with unit_of_work() as session:
                self.app = AppService(session, member).create(name="machine", mode="chat")

        def some(self, number: int, or_root: bool = False) -> Any:
            """An id: of a node, of none, of the root."""
            ids: list[UUID | None] = [node.id for _, node in walk(self.model.root)]
            choices = [*ids, *ids, *ids, uuid4(), self.app.id, *([None] * (1 + len(ids)) if or_root else [])]
            return choices[number % len(choices)]

        def agree(self, expected: Any, verb: Any) -> Any:
            """Both succeed, or both refuse for the same reason."""
            wanted = given = result = None
            try:
                expected()
            except Refused as refused:
                wanted = str(refused)
            try:
                with unit_of_work() as session:
                    result = verb(AppAssetService(session, self.app, limits=LIMITS))
            except ApiError as refused:
                given = refused.code
            assert given == wanted
            return result

        @rule(
            number=st.integers(0, 99), names=st.lists(NAMES, min_size=1, max_size=3), inner=st.lists(NAMES, max_size=3)
        )
        def batch(self, number: int, names: list[str], inner: list[str]) -> None:
            parent_id = self.some(number, or_root=True)
            built = [Node(name, "folder", children=[Node(n, "file") for n in inner]) for name in names]
            structs: list[FileNode | FolderNode] = [
                FolderNode(name=name, children=[FileNode(name=n) for n in inner]) for name in names
            ]

            def expected() -> None:
                for group in (names, inner):
                    bad = any(name in ("x/y", "..") for name in group)
                    if bad or len({name_key(name) for name in group}) < len(group):
                        raise Refused("app_asset_invalid_batch")
                self.model.add(parent_id, built)

            self.agree(expected, lambda tree: tree.batch_create_from_tree(check(structs, LIMITS), parent_id))
            for node, struct in zip(built, structs, strict=True):
                if struct.id:
                    node.id = UUID(struct.id)
                for child, inner_struct in zip(node.children, struct.children, strict=True):
                    if inner_struct.id:
                        child.id = UUID(inner_struct.id)

        @rule(number=st.integers(0, 99), name=NAMES, kind=st.sampled_from(["file", "folder"]))
        def create(self, number: int, name: str, kind: str) -> None:
            parent_id, node = self.some(number, or_root=True), Node(name, kind)

            def expected() -> None:
                if name in ("x/y", ".."):
                    raise Refused("app_asset_invalid_name")
                self.model.add(parent_id, [node])

            def verb(tree: AppAssetService) -> UUID:
                if kind == "folder":
                    return tree.create_folder(name, parent_id).id
                return tree.create_file(name, 0, None, parent_id)[0].id

            node.id = self.agree(expected, verb)

        @rule(number=st.integers(0, 99), name=NAMES)
        def rename(self, number: int, name: str) -> None:
            node_id = self.some(number)
            self.agree(lambda: self.model.rename(node_id, name), lambda tree: tree.rename(node_id, name))

        @rule(number=st.integers(0, 99), other=st.integers(0, 99))
        def move(self, number: int, other: int) -> None:
            node_id, parent_id = self.some(number), self.some(other, or_root=True)
            self.agree(lambda: self.model.move(node_id, parent_id), lambda tree: tree.move(node_id, parent_id))

        @rule(number=st.integers(0, 99), other=st.integers(0, 99))
        def reorder(self, number: int, other: int) -> None:
            node_id, after_id = self.some(number), self.some(other, or_root=True)
            self.agree(lambda: self.model.reorder(node_id, after_id), lambda tree: tree.reorder(node_id, after_id))

        @rule(number=st.integers(0, 99))
        def delete(self, number: int) -> None:
            node_id = self.some(number)
            self.agree(lambda: self.model.remove(self.model.find(node_id)), lambda tree: tree.delete(node_id))

        @invariant()
        def the_trees_are_equal(self) -> None:
            with unit_of_work() as session:
                rows = session.execute(
                    text("SELECT id, parent_id, name FROM asset_nodes WHERE app_id = :a ORDER BY position"),
                    {"a": self.app.id},
                ).all()
                state = session.get_one(AssetTree, self.app.id)
            assert state.node_count == len(rows) - 1 == sum(1 for _ in walk(self.model.root))

            def read(parent: UUID, path: str) -> Iterator[tuple[str, UUID]]:
                for row in rows:
                    if row.parent_id == parent:
                        yield f"{path}/{row.name}", row.id
                        yield from read(row.id, f"{path}/{row.name}")

            assert list(read(self.app.id, "")) == [(path, node.id) for path, node in walk(self.model.root)]

    return TreeMachine


def test_the_service_agrees_with_the_model(cast: Cast, context: FlaskApp):
    alice = cast.alice
    member = Member(alice.account_id, alice.workspace_id, alice.role, uuid4())
    run_state_machine_as_test(
        machine(member),
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
            print_blob=True,
        ),
    )
