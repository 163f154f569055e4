// What tests and pictures do in the asset explorer.
import { becomes, call, focused } from "./browser.mjs";

/** Choose a folder or files by a button of the page: the dialog of the plan opens. */
export async function choose(page, button, paths) {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  await chooser.setFiles(paths);
  const plan = page.getByRole("dialog", { name: "Upload" });
  await plan.waitFor();
  return plan;
}

export async function upload(page, button, paths) {
  const plan = await choose(page, button, paths);
  await plan.getByRole("button", { name: "Upload", exact: true }).click();
  await page
    .getByText(/files? uploaded/)
    .first()
    .waitFor();
}

export const row = (page, path) => page.locator(`[role=treeitem][data-path="${path}"]`);

/** Choose a row and press a key on it. */
export async function press(page, path, key) {
  await row(page, path).click();
  await row(page, path).and(page.locator("[aria-selected=true]")).waitFor();
  await focused(page.getByRole("tree"));
  await page.keyboard.press(key);
}

/** The field of a name that is being typed. */
export const field = (page) => page.getByRole("textbox", { name: /^New name of/ });

/** Type a name over another, or over that of a new file, and leave the field as `key` does. */
export async function type(page, name, key = "Enter") {
  await focused(field(page));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(name);
  await becomes(() => field(page).inputValue(), name);
  await page.keyboard.press(key);
}

export async function rename(page, path, name) {
  await press(page, path, "F2");
  await type(page, name);
}

export async function publish(page, app, note) {
  const { number } = await call(page, "POST", `/apps/${app}/assets/versions`, { note });
  await call(page, "POST", `/apps/${app}/assets/versions/${number}/activate`);
  return number;
}

/** Drop a folder of this machine onto the page, as a person does from a file manager. The dialog of the plan opens. */
export async function drop(page, folder, onto = page.getByText("Drop a folder here")) {
  await dragged(page, folder, onto);
  await page.getByRole("dialog", { name: "Upload" }).waitFor();
}

export async function dragged(page, folder, onto) {
  const box = await onto.boundingBox();
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"])
    await session.send("Input.dispatchDragEvent", { type, ...at, data });
  await session.detach();
}
