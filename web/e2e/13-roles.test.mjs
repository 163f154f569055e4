// What a role does not allow is not offered: whoever has the lowest roles opens every page that the console shows them,
// and nothing that it asks for is refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { call, launch, openPage, signedIn } from "./browser.mjs";

const STAMP = Date.now().toString(36);
let browser;
let ada;

before(async () => {
  browser = await launch();
  ada = await openPage(browser, process.env.BASE_URL);
  await signedIn(ada);
  await call(ada, "POST", "/apps", { name: "Of roles", mode: "agent-chat" });
  await call(ada, "POST", "/datasets", { name: "Of roles" });
});

after(() => browser?.close());

/** The pages that links lead to. */
async function linked(page) {
  const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((each) => each.pathname));
  return [...new Set(links)].filter((path) => !path.startsWith("/docs"));
}

for (const role of ["normal", "dataset_operator"]) {
  test(`every page that a member with the role ${role} is shown`, async () => {
    const email = `${role.replace("_", "-")}-${STAMP}@example.com`;
    const invite = { emails: [email], role };
    const { invitation_results } = await call(ada, "POST", "/workspaces/current/members/invite-email", invite);
    const token = new URL(invitation_results[0].url, process.env.BASE_URL).searchParams.get("token");
    const page = await openPage(browser, process.env.BASE_URL);
    await call(page, "POST", "/activate", { token, name: "Role", password: "compile it 1" });
    const refused = [];
    page.on("response", (reply) => {
      if (reply.status() === 403)
        refused.push(`${new URL(page.url()).pathname}: ${reply.request().method()} ${reply.url()}`);
    });
    const seen = new Set();
    const waiting = ["/"];
    while (waiting.length > 0) {
      const path = waiting.shift();
      // Of what there are several of, one.
      const kind = path.replace(/[0-9a-f-]{36}/g, "*");
      if (seen.has(kind)) continue;
      seen.add(kind);
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      waiting.push(...(await linked(page)));
    }
    assert.ok(seen.size > 3, [...seen].join(" "));
    assert.deepEqual(refused, []);
    await page.context().close();
  });
}
