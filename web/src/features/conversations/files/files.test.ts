import { expect, test } from "vitest";
import { ApiError } from "@/api";
import type { FileUpload } from "@/features/apps/configs/config";
import { type FileRules, fileRules, toggled, withFileRules } from "@/features/apps/configs/fileUpload";
import { Attachments } from "./attachments";
import { acceptOf, kindOf, type Limits, picked, takesUploads } from "./picking";

const UPLOAD: FileUpload = {
  enabled: false,
  allowed_file_types: ["image", "document"],
  allowed_file_upload_methods: ["remote_url", "local_file"],
  allowed_file_extensions: [".CSV"],
  number_limits: 2,
  image: { enabled: false, number_limits: 5, detail: "low", transfer_methods: ["local_file"] },
};
const LIMITS = {
  file_size_limit: 2,
  image_file_size_limit: 1,
  audio_file_size_limit: 3,
  video_file_size_limit: 4,
} as Limits;
const rules = (patch: Partial<FileRules>) => ({ ...fileRules({ ...UPLOAD, enabled: true }), ...patch });
const file = (name: string, type: string, bytes = 1) => new File([new Uint8Array(bytes)], name, { type });

test("a config says in either way what it takes, and is written in the newer one", () => {
  expect(takesUploads(fileRules(UPLOAD))).toBe(false);
  const older = { ...UPLOAD, image: { ...UPLOAD.image, enabled: true } };
  expect(fileRules(older)).toMatchObject({ enabled: true, kinds: ["image"], ways: ["local_file"], most: 5 });
  const newer = withFileRules(older, { most: 4 });
  expect(newer).toMatchObject({ enabled: true, allowed_file_types: ["image"], number_limits: 4 });
  expect(fileRules(newer)).toMatchObject({ enabled: true, kinds: ["image"], ways: ["local_file"], most: 4 });
  expect(fileRules(withFileRules(older, { enabled: false })).enabled).toBe(false);
  expect(takesUploads(rules({ ways: ["remote_url"] }))).toBe(false);
  expect(toggled(["a", "b", "c"], ["c"], "a", true)).toEqual(["a", "c"]);
  expect(toggled(["a", "b", "c"], ["a", "c"], "a", false)).toEqual(["c"]);
});

test("a file is what its type and its extension say, where the app takes that", () => {
  expect(kindOf("image/png", "a.png", rules({}))).toBe("image");
  expect(kindOf("application/pdf", "a.pdf", rules({}))).toBe("document");
  expect(kindOf("", "a", rules({}))).toBe("document");
  expect(kindOf("video/mp4", "a.mp4", rules({}))).toBe(null);
  expect(kindOf("image/png", "a.png", rules({ kinds: ["document"] }))).toBe(null);
  expect(kindOf("text/csv", "a.CSV", rules({ kinds: ["custom"] }))).toBe("custom");
  expect(kindOf("text/plain", "a.txt", rules({ kinds: ["custom"] }))).toBe(null);
  expect(kindOf("text/plain", "a.txt", rules({ kinds: ["custom"], extensions: [] }))).toBe("custom");
});

test("what is too large, too many or of a kind that is not taken is refused, each for its reason", () => {
  const files = [
    file("a.mp4", "video/mp4"),
    file("b.png", "image/png", 1024 ** 2 + 1),
    file("c.pdf", "", 1024 ** 2 + 1),
  ];
  const { taken, refused } = picked([...files, file("d.png", "image/png")], 1, rules({}), LIMITS);
  expect(taken.map((each) => each.name)).toEqual(["c.pdf"]);
  expect(refused).toEqual([
    { name: "a.mp4", why: "kind" },
    { name: "b.png", why: "size", most: 1 },
    { name: "d.png", why: "many", most: 2 },
  ]);
});

test("the chooser offers what is taken", () => {
  expect(acceptOf(rules({}))).toBeUndefined();
  expect(acceptOf(rules({ kinds: ["image", "custom"] }))).toBe("image/*,.csv");
});

test("files are uploaded at once, fail by themselves, and go with one question", async () => {
  let fail = true;
  const attachments = new Attachments(async ({ name, type }) => {
    if (name === "b.png" && fail) throw new ApiError("network_error", "", 0);
    return { id: `id of ${name}`, mime_type: type, name } as never;
  });
  attachments.add([file("a.pdf", "application/pdf"), file("b.png", "image/png"), file("c.png", "")], rules({}), LIMITS);
  expect(attachments.read().refused).toMatchObject([{ name: "c.png", why: "many" }]);
  expect(attachments.ready).toBe(false);
  await new Promise((later) => setTimeout(later));
  const [, failed] = attachments.read().files;
  expect(failed).toMatchObject({ state: "failed", error: { code: "network_error" } });
  fail = false;
  await attachments.send(failed!.key, rules({}));
  expect(attachments.ready).toBe(true);
  expect(attachments.take()).toMatchObject([
    { id: "id of a.pdf", kind: "document" },
    { id: "id of b.png", kind: "image" },
  ]);
  expect(attachments.read().files).toEqual([]);
});

test("a file that is removed is not waited for, and one that the server knows better is refused", async () => {
  const signals: AbortSignal[] = [];
  const attachments = new Attachments(async (given, signal) => {
    signals.push(signal);
    return { id: "1", mime_type: "video/mp4", name: given.name } as never;
  });
  attachments.add([file("a.bin", ""), file("b.bin", "")], rules({}), LIMITS);
  attachments.remove(attachments.read().files[0]!.key);
  expect(signals[0]!.aborted).toBe(true);
  await new Promise((later) => setTimeout(later));
  expect(attachments.read().files).toMatchObject([
    { file: { name: "b.bin" }, state: "failed", error: { code: "unsupported_file_type" } },
  ]);
});
