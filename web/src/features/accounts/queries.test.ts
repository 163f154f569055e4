import { expect, test } from "vitest";
import { roleMay } from "./queries";

test("each role may what the API lets it do", () => {
  const may = (["owner", "admin", "editor", "normal", "dataset_operator"] as const).map((role) =>
    (["manage", "edit", "read"] as const).filter((ability) => roleMay(role, ability)),
  );
  expect(may).toEqual([["manage", "edit", "read"], ["manage", "edit", "read"], ["edit", "read"], ["read"], []]);
});
