"""Metadata fields, their values, and searches that filter by them."""

from typing import Any

import pytest

from tests.integration_tests.datasets.conftest import Shelf


def field(shelf: Shelf, name: str, kind: str = "string") -> str:
    reply = shelf.alice.post(f"{shelf.path}/metadata", json={"name": name, "type": kind})
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def set_values(shelf: Shelf, document: Any, values: dict[str, Any], *, partial: bool = False) -> Any:
    listed = [{"id": field_id, "name": "x", "value": value} for field_id, value in values.items()]
    one = {"document_id": document["id"], "metadata_list": listed, "partial_update": partial}
    return shelf.key.post(f"{shelf.path}/documents/metadata", json={"operation_data": [one]})


def test_searches_are_filtered_by_values(shelf: Shelf):
    region, length = field(shelf, "region"), field(shelf, "length", "number")
    mur, drau = shelf.add("mur.md", "The Mur flows."), shelf.add("drau.md", "The Drau flows.")
    assert set_values(shelf, mur, {region: "Styria", length: 464}).status_code == 200
    assert set_values(shelf, drau, {region: "Carinthia", length: "749"}).status_code == 200

    def found(*conditions: tuple[str, str, Any], by: str = "and") -> list[str]:
        listed = [dict(zip(("name", "comparison_operator", "value"), each, strict=True)) for each in conditions]
        filters = {"logical_operator": by, "conditions": listed}
        return sorted(shelf.found("flows", retrieval_model={"metadata_filtering_conditions": filters}))

    assert found(("region", "is", "Styria")) == ["The Mur flows."]
    assert found(("length", ">", 500)) == ["The Drau flows."]
    assert found(("region", "is", "Styria"), ("length", ">", 500)) == []
    assert len(found(("region", "is", "Styria"), ("length", ">", 500), by="or")) == 2
    assert found(("document_name", "contains", "drau")) == ["The Drau flows."]
    assert shelf.document(mur["id"])["doc_metadata"] == [
        {"id": region, "name": "region", "type": "string", "value": "Styria"},
        {"id": length, "name": "length", "type": "number", "value": 464},
    ]


def test_fields_are_renamed_counted_and_deleted(shelf: Shelf):
    region = field(shelf, "region")
    mur = shelf.add("mur.md", "The Mur flows.")
    set_values(shelf, mur, {region: "Styria"})
    path = f"{shelf.path}/metadata"
    assert shelf.key.patch(f"{path}/{region}", json={"name": "land"}).json["name"] == "land"
    (listed,) = shelf.key.get(path).json["doc_metadata"]
    assert (listed["name"], listed["count"]) == ("land", 1)
    assert shelf.key.delete(f"{path}/{region}").status_code == 204
    assert shelf.document(mur["id"])["doc_metadata"] == []


def test_a_partial_update_keeps_the_rest(shelf: Shelf):
    one, two = field(shelf, "one"), field(shelf, "two")
    document = shelf.add("mur.md", "The Mur.")
    set_values(shelf, document, {one: "a", two: "b"})
    set_values(shelf, document, {two: "c"}, partial=True)
    assert [each["value"] for each in shelf.document(document["id"])["doc_metadata"]] == ["a", "c"]
    set_values(shelf, document, {two: "d"})
    assert [each["value"] for each in shelf.document(document["id"])["doc_metadata"]] == ["d"]


@pytest.mark.parametrize("name", ["region", "document_name"])
def test_names_are_taken_once(shelf: Shelf, name: str):
    field(shelf, "region")
    reply = shelf.alice.post(f"{shelf.path}/metadata", json={"name": name, "type": "string"})
    assert (reply.status_code, reply.json["code"]) == (409, "metadata_name_duplicate")


def test_values_fit_their_types_and_all_are_taken_or_none(shelf: Shelf):
    length = field(shelf, "length", "number")
    document = shelf.add("mur.md", "The Mur.")
    reply = set_values(shelf, document, {length: "long"})
    assert reply.status_code == 400
    assert reply.json["details"][0]["path"] == "operation_data[0].metadata_list[0].value"
    unknown = "0190d5a0-0000-7000-8000-000000000000"
    assert set_values(shelf, document, {unknown: 1}).json["code"] == "metadata_not_found"
    assert set_values(shelf, {"id": unknown}, {length: 1}).json["code"] == "document_not_found"
    assert shelf.document(document["id"])["doc_metadata"] == []


def test_built_in_fields_are_listed_and_switched(shelf: Shelf):
    path = f"{shelf.path}/metadata/built-in"
    assert {each["name"] for each in shelf.alice.get(path).json["fields"]} >= {"document_name", "upload_date"}
    assert shelf.alice.post(f"{path}/enable").status_code == 200
    assert shelf.alice.get(f"{shelf.path}/metadata").json["built_in_field_enabled"] is True
    assert shelf.alice.post(f"{path}/maybe").json["code"] == "invalid_action"
