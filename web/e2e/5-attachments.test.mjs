// Files that come with a question: allowed, chosen, refused, removed, sent, and found in the logs. The tests build on
// each other.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, focused, launch, openPage, signedIn } from "./browser.mjs";
import { startModels, useModels } from "./models.mjs";

const MIB = 1024 ** 2;
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const image = { name: "pixel.png", mimeType: "image/png", buffer: PIXEL };
const notes = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("The tree is tall.") };
const film = { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("x") };
let browser;
let models;
let page;
let app;

before(async () => {
  [browser, models] = await Promise.all([launch(), startModels()]);
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  await useModels(page, models, "For files");
  app = (await call(page, "POST", "/apps", { name: "Reader", mode: "chat" })).id;
  await page.goto(`/apps/${app}/studio`);
  await page.getByLabel("Model", { exact: true }).selectOption("scripted");
});

after(async () => {
  await browser?.close();
  await models?.stop();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const attached = () => page.getByRole("list", { name: "Attached files" });
const attach = (...files) => page.getByTestId("attach").setInputFiles(files);

test("a question brings files once the config says so", async () => {
  assert.equal(await button("Attach files").count(), 0);
  await page.getByLabel("Allow attachments").check();
  await page.getByLabel("Max files").fill("2");
  await page.getByRole("checkbox", { name: "Other files" }).check();
  await page.getByLabel("Other file extensions").fill(".CSV, log");
  await page.getByLabel("Max files").click();
  await becomes(() => page.getByLabel("Other file extensions").inputValue(), "csv, log");
  await page.getByRole("checkbox", { name: "Other files" }).uncheck();
  await button("Attach files").waitFor();
  await accessible(page, "files in the studio");
  faultless(page);
});

test("what the app does not take is refused before anything is sent", async () => {
  const uploads = [];
  page.on("request", (request) => request.url().endsWith("/files/upload") && uploads.push(request.method()));
  await attach(film, { ...image, name: "large.png", buffer: Buffer.alloc(10 * MIB + 1) });
  const alert = page.getByRole("alert");
  await alert.getByText("film.mp4: this app doesn't accept this file type.").waitFor();
  await alert.getByText("large.png: larger than 10 MiB.").waitFor();
  await accessible(page, "refused files");
  assert.ok(!uploads.includes("POST"));
  await attach(notes, image, { ...notes, name: "third.txt" });
  await alert.getByText("third.txt: at most 2 files per message.").waitFor();
  await attached().getByText("pixel.png").waitFor();
  await button("Close", alert).click();
  await alert.waitFor({ state: "detached" });
  await button("Remove pixel.png").click();
  await attached().getByText("pixel.png").waitFor({ state: "detached" });
  await focused(page.getByLabel("Ask something"));
  faultless(page);
});

test("an upload that fails says so, holds the question back, and is tried again", async () => {
  const upload = "**/console/api/files/upload";
  await page.route(upload, (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await attach(image);
  await attached().getByText("Can't connect to the server.").waitFor();
  await page.getByLabel("Ask something").fill("What stands in it?");
  await button("Send").and(page.locator(":disabled")).waitFor();
  await page.unroute(upload);
  await button("Upload pixel.png again").click();
  await button("Send").and(page.locator(":enabled")).waitFor();
  await accessible(page, "attached files");
  faultless(page);
});

test("they are sent with the question, shown with it, and the next one begins without", async () => {
  await button("Send").click();
  await page
    .getByTestId("answer")
    .getByText(/What stands in it\?/)
    .waitFor();
  await page
    .getByTestId("answer")
    .getByText(/The tree is tall/)
    .waitFor();
  const shown = page.getByRole("log").getByRole("list", { name: "Attached files" });
  await shown.getByText("notes.txt").waitFor();
  await becomes(() => shown.locator("img").count(), 1);
  await becomes(() => attached().count(), 1);
  await accessible(page, "a question with files");
  faultless(page);
});

test("a file is pasted, and dropped", async () => {
  const give = (type, name) =>
    page.getByLabel("Ask something").evaluate(
      (target, [type, name]) => {
        const data = new DataTransfer();
        data.items.add(new File(["pasted"], name, { type: "text/plain" }));
        const how = { bubbles: true, cancelable: true };
        const event = type === "paste" ? new ClipboardEvent(type, { ...how, clipboardData: data }) : null;
        target.dispatchEvent(event ?? new DragEvent(type, { ...how, dataTransfer: data }));
      },
      [type, name],
    );
  await give("paste", "pasted.txt");
  await button("Remove pasted.txt").waitFor();
  await give("drop", "dropped.txt");
  await button("Remove dropped.txt").click();
  await button("Remove pasted.txt").click();
  faultless(page);
});

test("the logs show and give the files", async () => {
  await page.getByRole("link", { name: "Logs" }).click();
  await page.getByRole("list", { name: "Logs" }).getByRole("link").first().click();
  await attached().getByText("notes.txt").waitFor();
  await attached().locator("img").waitFor();
  await accessible(page, "files in the logs");
  const saving = page.waitForEvent("download");
  await button("Download notes.txt").click();
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), "notes.txt");
  assert.equal(await readFile(await saved.path(), "utf8"), "The tree is tall.");
  faultless(page);
});
