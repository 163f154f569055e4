// Which files may come with a question, before anything of them is sent.
import type { Schemas } from "@/api";
import { type FileKind, type FileRules, plain } from "@/features/apps/configs/fileUpload";

export type Limits = Schemas["UploadRules"];
export type Refusal = { name: string; why: "kind" | "size" | "many"; most?: number };

const MIB = 1024 ** 2;
const MEDIA = ["image", "audio", "video"] as const;

type Named = { name: string; type: string; size: number };

/** Whether the app takes files from this computer. */
export const takesUploads = (rules: FileRules) => rules.enabled && rules.ways.includes("local_file");

/** As what the app takes a file of this media type; null: not at all. */
export function kindOf(type: string, name: string, { kinds, extensions }: FileRules): FileKind | null {
  const medium = MEDIA.find((each) => type.startsWith(`${each}/`));
  if (medium && kinds.includes(medium)) return medium;
  if (!medium && kinds.includes("document")) return "document";
  const extension = name.includes(".") ? plain(name.slice(name.lastIndexOf("."))) : "";
  const custom = kinds.includes("custom") && (extensions.length === 0 || extensions.includes(extension));
  return custom ? "custom" : null;
}

/** In MiB. */
export function mostOf(type: string, limits: Limits): number {
  const medium = MEDIA.find((each) => type.startsWith(`${each}/`));
  return medium ? limits[`${medium}_file_size_limit`] : limits.file_size_limit;
}

/** Files that are taken, and why others are not. `already`: so many are there. */
export function picked<F extends Named>(files: F[], already: number, rules: FileRules, limits: Limits) {
  const taken: F[] = [];
  const refused: Refusal[] = [];
  for (const file of files) {
    const most = mostOf(file.type, limits);
    if (kindOf(file.type, file.name, rules) === null) refused.push({ name: file.name, why: "kind" });
    else if (file.size > most * MIB) refused.push({ name: file.name, why: "size", most });
    else if (already + taken.length >= rules.most) refused.push({ name: file.name, why: "many", most: rules.most });
    else taken.push(file);
  }
  return { taken, refused };
}

/** For a file input: what may be chosen; absent where that cannot be told from names and types. */
export function acceptOf({ kinds, extensions }: FileRules): string | undefined {
  if (kinds.includes("document") || (kinds.includes("custom") && extensions.length === 0)) return undefined;
  const media = MEDIA.filter((each) => kinds.includes(each)).map((each) => `${each}/*`);
  const custom = kinds.includes("custom") ? extensions.map((each) => `.${each}`) : [];
  return [...media, ...custom].join(",");
}
