// A source as it is typed: what is added, and what is changed of one that is there.
import type { Schemas } from "@/api";
import { fieldTexts } from "@/ui";
import type { New, Source } from "./queries";

export type Draft = {
  kind: Source["kind"];
  name: string;
  app: string;
  tree: "active" | "draft";
  path: string;
  include: string;
  exclude: string;
  urls: string;
  zip: File | null;
  folder: string;
  keeps: boolean;
  follows: boolean;
};

export const EMPTY: Draft = {
  kind: "asset_tree",
  name: "",
  app: "",
  tree: "active",
  path: "",
  include: "",
  exclude: "",
  urls: "",
  zip: null,
  folder: "",
  keeps: false,
  follows: true,
};

/** What is wrong with each field; of a list it is one of its lines. */
export const errorsOf = (error: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(fieldTexts(error)).map(([path, text]) => [path.replace(/[.[].*/, ""), text]));

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** What is added, or null as long as something is missing. */
export function sourceOf(draft: Draft): New | null {
  const { kind, folder, zip, app } = draft;
  const on_missing = draft.keeps ? "keep" : "delete";
  if (kind === "archive") return zip && { zip, folder, on_missing };
  const urls = kind === "url_list" ? lines(draft.urls) : [];
  if (kind === "url_list" ? urls.length === 0 : app === "") return null;
  const common = { kind, folder, on_missing, urls, auto_sync: draft.follows, dry_run: false, name: null } as const;
  const files =
    kind === "asset_tree"
      ? { ...filesOf(draft), app_id: app }
      : { tree: "active" as const, path: "", include: [], exclude: [] };
  return { given: { ...common, ...files } };
}

export const draftOf = (source: Source): Draft => ({
  ...EMPTY,
  kind: source.kind,
  name: source.name,
  app: source.app_id ?? "",
  tree: source.tree,
  path: source.path,
  include: source.include.join("\n"),
  exclude: source.exclude.join("\n"),
  urls: source.urls.join("\n"),
  folder: source.folder,
  keeps: source.on_missing === "keep",
  follows: source.auto_sync,
});

/** What is changed of a source, or null as long as something is missing. */
export function changeOf(draft: Draft): Schemas["SourceChange"] | null {
  const urls = lines(draft.urls);
  if (draft.name.trim() === "" || (draft.kind === "url_list" && urls.length === 0)) return null;
  return {
    name: draft.name.trim(),
    // What a push leaves out is deleted only where the push says so.
    ...(draft.kind === "push" ? {} : { on_missing: draft.keeps ? "keep" : "delete" }),
    ...(draft.kind === "url_list" ? { urls } : {}),
    ...(draft.kind === "asset_tree" ? { ...filesOf(draft), auto_sync: draft.follows } : {}),
  };
}

const filesOf = ({ tree, path, include, exclude }: Draft) => ({
  tree,
  path,
  include: lines(include),
  exclude: lines(exclude),
});
