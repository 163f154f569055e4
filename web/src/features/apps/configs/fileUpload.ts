// Which files a question may bring. A config says it in one of two ways: the older one knows images only.
import type { FileUpload } from "./config";

export type FileKind = FileUpload["allowed_file_types"][number];
export type FileWay = FileUpload["allowed_file_upload_methods"][number];
export const FILE_KINDS: readonly FileKind[] = ["image", "document", "audio", "video", "custom"];
export const FILE_WAYS: readonly FileWay[] = ["local_file", "remote_url"];
export const MOST_FILES = 20;

export type FileRules = {
  enabled: boolean;
  kinds: FileKind[];
  ways: FileWay[];
  /** Of the kind `custom`, without dots; none: any. */
  extensions: string[];
  /** How many files a question may bring. */
  most: number;
};

export function fileRules(upload: FileUpload): FileRules {
  const { enabled, image } = upload;
  const extensions = upload.allowed_file_extensions.map(plain);
  if (enabled || !image.enabled) {
    const { allowed_file_types: kinds, allowed_file_upload_methods: ways, number_limits: most } = upload;
    return { enabled, kinds, ways, extensions, most };
  }
  return { enabled: true, kinds: ["image"], ways: image.transfer_methods, extensions, most: image.number_limits };
}

/** The config with these rules, said in the newer way. */
export function withFileRules(upload: FileUpload, patch: Partial<FileRules>): FileUpload {
  const { enabled, kinds, ways, extensions, most } = { ...fileRules(upload), ...patch };
  return {
    enabled,
    allowed_file_types: kinds,
    allowed_file_upload_methods: ways,
    allowed_file_extensions: extensions,
    number_limits: most,
    image: { ...upload.image, enabled: false },
  };
}

/** `pdf` for ` .PDF`. */
export const plain = (extension: string) => extension.trim().toLowerCase().replace(/^\./, "");

/** The list with an entry put in or taken out, in the order of `all`. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], entry: T, on: boolean): T[] {
  return all.filter((each) => (each === entry ? on : chosen.includes(each)));
}
