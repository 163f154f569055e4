// Attachments of a workflow, as apps have them: `apps/configs/fileUpload.ts`. A graph's features may lack any of it.
import type { FileUpload } from "@/features/apps/configs/config";
import { type FileRules, fileRules, withFileRules } from "@/features/apps/configs/fileUpload";
import { type Row, rowOf, textsOf } from "../kinds/reading";

function whole(value: unknown): FileUpload {
  const given = rowOf(value);
  const image = rowOf(given.image);
  return {
    ...given,
    enabled: given.enabled === true,
    allowed_file_types: listed(given.allowed_file_types, ["image", "document"]),
    allowed_file_upload_methods: listed(given.allowed_file_upload_methods, ["local_file", "remote_url"]),
    allowed_file_extensions: textsOf(given.allowed_file_extensions),
    number_limits: Number(given.number_limits) || 3,
    image: {
      ...image,
      enabled: image.enabled === true,
      number_limits: Number(image.number_limits) || 3,
      transfer_methods: listed(image.transfer_methods, ["local_file", "remote_url"]),
    },
  } as FileUpload;
}

const listed = (value: unknown, usual: string[]) => (Array.isArray(value) ? textsOf(value) : usual);

export const rulesOf = (upload: unknown): FileRules => fileRules(whole(upload));
export const withRules = (upload: unknown, patch: Partial<FileRules>): Row =>
  withFileRules(whole(upload), patch) as unknown as Row;
