// A feed is subscribed to: it fails with a reason, is repaired, tells of a new entry, is paused and deleted.
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, openPage, pictured as picturedAt, signedIn } from "./browser.mjs";

const PATH = "/workspaces/current/trigger-subscriptions";
let browser;
let page;
let site;
let titles = ["Ferries run again"];

const feed = () => {
  const items = titles.map((title) => `<item><title>${title}</title><guid>${title}</guid></item>`);
  return `<rss version="2.0"><channel><title>Harbor news</title>${items.join("")}</channel></rss>`;
};

before(async () => {
  site = createServer((request, response) => {
    if (request.url !== "/feed.xml") response.writeHead(200).end("<html></html>");
    else response.setHeader("Content-Type", "application/rss+xml").end(feed());
  });
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
});

after(async () => {
  const { data } = await call(page, "GET", PATH);
  for (const { id } of data) await call(page, "DELETE", `${PATH}/${id}`);
  await browser?.close();
  site?.close();
});

const pictured = (name) => picturedAt(page, name);

test("a feed is subscribed to once it answers", async () => {
  await page.goto("/subscriptions");
  await page.getByText("No subscriptions yet").waitFor();
  await pictured("subscriptions-none");
  await page.getByRole("button", { name: "Add subscription" }).click();
  const form = page.getByRole("dialog", { name: "Add subscription" });
  await form.getByLabel("Name", { exact: true }).fill("Harbor");
  const base = `http://127.0.0.1:${site.address().port}`;
  await form.getByLabel("Feed URL").fill(base);
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("neither an RSS nor an Atom feed").waitFor();
  await pictured("subscriptions-form");
  await form.getByLabel("Feed URL").fill(`${base}/feed.xml`);
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 2, name: "Harbor" }).waitFor();
  await page.getByText("Active", { exact: true }).waitFor();
  faultless(page);
});

test("a test shows the newest event, and new entries are listed", async () => {
  await page.getByRole("button", { name: "Test Harbor" }).click();
  await page.getByText("Ferries run again").waitFor();
  titles = ["Trains run again", ...titles];
  const { data } = await call(page, "GET", PATH);
  // It is looked at as soon as somebody tests it.
  await call(page, "POST", `${PATH}/${data[0].id}/test`);
  await becomes(async () => (await call(page, "GET", `${PATH}/${data[0].id}/events`)).total, 1);
  await page.getByText("Events", { exact: true }).click();
  const events = page.getByRole("list", { name: "Events" });
  await events.getByText("Trains run again", { exact: true }).waitFor();
  await events.getByText("0 runs started").waitFor();
  await pictured("subscriptions");
  faultless(page);
});

test("it is paused and deleted", async () => {
  await page.getByRole("button", { name: "Pause Harbor" }).click();
  await page.getByText("Paused", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Delete Harbor" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("No subscriptions yet").waitFor();
  faultless(page);
});
