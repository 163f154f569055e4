// The operations page checks the installation, sends a test email, says why one failed, shows what it says, and sends it
// again. A workflow's form is sent by email, and its link answers it.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked, openPage, signedIn } from "./browser.mjs";
import { startStack } from "./stack.mjs";

let server;
let stack;
let browser;
let page;
/** What the mail server has taken, as it came. */
const taken = [];
/** What it says to a recipient. */
let verdict = "550 5.1.1 no such user";

before(async () => {
  server = createServer(answer);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  stack = await startStack({
    MAIL_TYPE: "smtp",
    MAIL_DEFAULT_SEND_FROM: "Treeline <treeline@example.com>",
    SMTP_SERVER: "127.0.0.1",
    SMTP_PORT: String(server.address().port),
    SMTP_USE_TLS: "false",
  });
  browser = await launch();
  page = await openPage(browser, stack.base);
  await signedIn(page);
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  server?.close();
});

/** Just enough of a mail server. */
function answer(socket) {
  let data;
  let rest = "";
  const say = (line) => socket.write(`${line}\r\n`);
  socket.on("error", () => {});
  say("220 mail.example ESMTP");
  socket.on("data", (bytes) => {
    const lines = (rest + bytes).split("\r\n");
    rest = lines.pop();
    for (const line of lines) {
      if (data !== undefined && line !== ".") data += `${line}\n`;
      else if (data !== undefined) {
        taken.push(data);
        data = undefined;
        say("250 taken");
      } else if (/^RCPT/i.test(line)) say(verdict);
      else if (/^DATA/i.test(line)) {
        data = "";
        say("354 go on");
      } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
      else say("250 ok");
    }
  });
}

test("the installation is checked, and what is wrong comes with what to do", async () => {
  await page.goto("/operations");
  const { data } = await call(page, "POST", "/operations/doctor");
  const findings = data.flatMap((area) => area.findings);
  // Nobody keeps what Redis of this test holds.
  assert(findings.some(({ code }) => code === "settings.weak_hashing"));
  await page.getByRole("button", { name: "Run checks" }).click();
  const diagnosis = page.getByRole("region", { name: "Check the installation" });
  for (const { message, remedy } of findings) {
    await diagnosis.getByText(message).waitFor();
    await diagnosis.getByText(remedy).waitFor();
  }
  await diagnosis.getByText(/^No problems: .*Database/).waitFor();
  await looked(page, "operations-doctor");
  await page.getByRole("button", { name: "Run checks again" }).waitFor();
});

test("an email that a server refuses is shown, read and sent again", async () => {
  await page.goto("/operations");
  const emails = page.getByRole("region", { name: "Email", exact: true }).first();
  await emails.getByText("Mail server configured").waitFor();
  await page.getByLabel("Recipient of the test email").fill("anna@example.org");
  await page.getByRole("button", { name: "Send test email" }).click();
  const row = page.getByRole("row", { name: /anna@example\.org/ });
  await row.getByText("550 5.1.1 no such user").waitFor();
  await row.getByText("Failed", { exact: true }).waitFor();
  await looked(page, "operations-mail");

  await page.getByRole("button", { name: "Show the email to anna@example.org" }).click();
  const dialog = page.getByRole("dialog");
  const shown = page.waitForResponse((reply) => reply.url().endsWith("/reveal"));
  await dialog.getByRole("button", { name: "Show email" }).click();
  assert.equal((await shown).status(), 200);
  await dialog.getByText("Email delivery works").waitFor();
  await dialog.getByText(stack.base, { exact: false }).last().waitFor();
  await looked(page, "operations-mail-shown");
  await page.keyboard.press("Escape");

  verdict = "250 ok";
  await page.getByRole("button", { name: "Resend the email to anna@example.org" }).click();
  await row.getByText("Sent", { exact: true }).waitFor();
  assert.equal(taken.length, 1);
  assert.match(taken[0], /To: anna@example\.org/);
  await page.getByRole("combobox", { name: "State" }).selectOption("Failed");
  await page.getByText("No emails in this state.").waitFor();
  faultless(page);
});

const FORM = {
  title: "Approve",
  form_content: "Send it?",
  inputs: [],
  user_actions: [{ id: "yes", title: "Yes, send it", button_style: "primary" }],
  timeout: 3,
  timeout_unit: "day",
};

function graph() {
  const node = (id, type, data) => ({
    id,
    type: "custom",
    position: { x: 0, y: 0 },
    data: { type, title: id, ...data },
  });
  const edge = (source, target, sourceHandle = "source") => ({
    id: `${source}-${target}`,
    source,
    target,
    sourceHandle,
    targetHandle: "target",
  });
  const nodes = [node("start", "start", { variables: [] }), node("ask", "human-input", FORM), node("end", "end", {})];
  return { nodes, edges: [edge("start", "ask"), edge("ask", "end", "yes")] };
}

/** The link of a mail's form, out of its quoted-printable text. */
const linkIn = (mail) => mail.replace(/=\n/g, "").match(/http:\/\/localhost:\d+\/form\/[\w-]+/)?.[0];

test("a form is sent by email, and whoever has its link answers it", async () => {
  const { id } = await call(page, "POST", "/apps", { name: "Letters", mode: "workflow" });
  await call(page, "POST", `/apps/${id}/workflows/draft`, { graph: graph(), features: {} });
  await page.goto(`/apps/${id}/workflow?node=ask`);
  const panel = page.getByRole("region", { name: "Approve" });
  await panel.getByLabel("Send the form by email").check();
  await panel.getByLabel("Ada Lovelace (ada@example.com)").check();
  await panel.getByLabel("Other addresses").fill("desk@example.org\n");
  const sent = async () => {
    const { graph } = await call(page, "GET", `/apps/${id}/workflows/draft`);
    return graph.nodes.find((each) => each.id === "ask").data.delivery_methods?.at(-1)?.config?.recipients?.items
      .length;
  };
  await becomes(sent, 2);
  await looked(page, "editor-form-email");
  await call(page, "POST", `/apps/${id}/workflows/publish`, {});

  taken.length = 0;
  const { token } = await call(page, "POST", `/apps/${id}/api-keys`);
  const headers = { Authorization: `Bearer ${token}` };
  const data = { inputs: {}, user: "ann", response_mode: "blocking" };
  const run = await page.request.post(`${stack.base}/v1/workflows/run`, { headers, data });
  assert.equal((await run.json()).data.status, "paused");
  await becomes(() => taken.length, 2);
  const mail = taken.find((each) => each.includes("To: desk@example.org"));
  const guest = await openPage(browser, stack.base);
  await guest.goto(linkIn(mail));
  await guest.getByRole("button", { name: "Yes, send it" }).click();
  await guest.getByText("Thank you").waitFor();
  const ended = async () => (await call(page, "GET", `/apps/${id}/workflow-runs`)).data[0].status;
  await becomes(ended, "succeeded");
  faultless(page);
  faultless(guest);
});
