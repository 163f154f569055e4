// What a run of a draft has to be given before it can begin.
import type { FileUpload, FormField } from "@/features/apps/configs/config";
import { FILE_KINDS, type FileKind, MOST_FILES } from "@/features/apps/configs/fileUpload";
import type { SentFile } from "@/features/conversations/files/attachments";
import { parentOf } from "../graph/document";
import type { Graph, GraphNode } from "../graph/types";
import { isRow, type Row, rowOf, rowsOf, textOf, textsOf } from "../kinds/reading";
import { kindOf } from "../kinds/registry";

/** Where a run may begin: the start, or one of the triggers. */
export function rootsOf(graph: Graph): GraphNode[] {
  const roots = graph.nodes.filter((node) => parentOf(node) === undefined && kindOf(node.data.type).isRoot);
  return [...roots].sort((one, other) => Number(other.data.type === "start") - Number(one.data.type === "start"));
}

export interface StartForm {
  /** Fields as other apps have them. */
  plain: FormField[];
  files: { variable: string; label: string; required: boolean; isList: boolean; upload: FileUpload }[];
  /** Objects, written as JSON. */
  objects: { variable: string; label: string; required: boolean }[];
}

const KINDS: readonly string[] = ["text-input", "paragraph", "select", "number", "checkbox"];

export function formOf(start: GraphNode | undefined): StartForm {
  const found: StartForm = { plain: [], files: [], objects: [] };
  for (const row of rowsOf(start?.data.variables)) {
    const variable = textOf(row.variable);
    const named = { variable, label: textOf(row.label) || variable, required: row.required === true };
    const type = textOf(row.type) || "text-input";
    if (!variable) continue;
    if (type === "file" || type === "file-list")
      found.files.push({ ...named, isList: type === "file-list", upload: uploadOf(row, type === "file-list") });
    else if (type === "json_object") found.objects.push(named);
    else found.plain.push({ ...named, ...fieldOf(row, KINDS.includes(type) ? type : "text-input") } as FormField);
  }
  return found;
}

function fieldOf(row: Row, kind: string) {
  const length = typeof row.max_length === "number" && row.max_length > 0 ? row.max_length : null;
  const initial = row.default === undefined || row.default === "" ? null : row.default;
  return { kind, max_length: length, default: initial, options: textsOf(row.options), hide: row.hide === true };
}

function uploadOf(row: Row, isList: boolean): FileUpload {
  const kinds = textsOf(row.allowed_file_types).filter((each): each is FileKind =>
    (FILE_KINDS as readonly string[]).includes(each),
  );
  return {
    enabled: true,
    allowed_file_types: kinds.length > 0 ? kinds : [...FILE_KINDS],
    allowed_file_extensions: textsOf(row.allowed_file_extensions),
    allowed_file_upload_methods: ["local_file"],
    number_limits: isList ? (typeof row.max_length === "number" ? row.max_length : 10) : 1,
    image: { enabled: false, number_limits: 1, detail: "high", transfer_methods: ["local_file"] },
  };
}

/** Which files a message of a chatflow brings: none where its features do not say. */
export function chatUpload(feature: unknown): FileUpload {
  const row = rowOf(feature);
  const image = rowOf(row.image);
  const enabled = row.enabled === true || image.enabled === true;
  const most = typeof row.number_limits === "number" ? row.number_limits : MOST_FILES;
  const kinds = row.enabled === true ? textsOf(row.allowed_file_types) : ["image"];
  return { ...uploadOf({ ...row, allowed_file_types: kinds, max_length: most }, true), enabled };
}

/** A file as an input. */
export const fileInput = ({ id, kind }: SentFile) => ({
  type: kind,
  transfer_method: "local_file",
  upload_file_id: id,
});

/** An object of a JSON text; null: it is none. */
export function objectOf(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}

/** A value as it is written in a field, and back. What nobody has declared a type for may be written as JSON, too. */
export const textOfValue = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, 2);

export function valueOfText(text: string, type: string): unknown {
  if (type === "string" || type === "secret") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? null : text;
  }
}
