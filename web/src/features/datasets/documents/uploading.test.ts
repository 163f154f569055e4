import { expect, test } from "vitest";
import { ApiError } from "@/api";
import { sendAll } from "./uploading";

const files = ["a.md", "b.md", "c.md", "d.md", "e.md"].map((name) => new File(["x"], name));

test("a file that fails keeps no other back, and their order stays", async () => {
  let [now, most, told] = [0, 0, 0];
  const send = async (file: File) => {
    most = Math.max(most, ++now);
    await new Promise((later) => setTimeout(later, file.name === "a.md" ? 5 : 0));
    now--;
    if (file.name === "c.md") throw new ApiError("file_too_large", "Too large.", 413);
    return `id of ${file.name}`;
  };
  const { ids, failures } = await sendAll(files, send, () => told++);
  expect(ids).toEqual(["id of a.md", "id of b.md", "id of d.md", "id of e.md"]);
  expect(failures.map(({ name, error }) => [name, error.code])).toEqual([["c.md", "file_too_large"]]);
  expect([most, told]).toEqual([3, 5]);
});
