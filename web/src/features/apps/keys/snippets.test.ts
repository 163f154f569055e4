import { expect, test } from "vitest";
import { PLACEHOLDER, snippets } from "./snippets";

test("every command names the server and holds the key", () => {
  for (const { text } of snippets("http://localhost:3000", "app-secret")) {
    expect(text).toContain("export TREELINE_URL=http://localhost:3000\n");
    expect(text).toContain("export TREELINE_KEY='app-secret'\n");
  }
});

test("without a key there is a place for it", () => {
  for (const { text } of snippets("http://localhost:3000", null)) expect(text).toContain(`'${PLACEHOLDER}'`);
});
