// What lies in dropped folders.
import { isJunk } from "./junk";

/** A file that the browser has not been asked for yet: names come much faster. */
export type Named = { path: string; getFile: () => Promise<File> };
/** Folders: those that are empty. */
export type Walk = { files: Named[]; folders: string[]; junk: string[] };

type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };

export const emptyWalk = (): Walk => ({ files: [], folders: [], junk: [] });

export async function walk(handles: FileSystemHandle[]): Promise<Walk> {
  const found = emptyWalk();
  const enter = async (handle: FileSystemHandle, path: string): Promise<void> => {
    if (isJunk(handle.name)) {
      found.junk.push(path);
    } else if (handle.kind === "file") {
      found.files.push({ path, getFile: () => (handle as FileSystemFileHandle).getFile() });
    } else {
      const inside: Promise<void>[] = [];
      for await (const one of (handle as Folder).values()) inside.push(enter(one, `${path}/${one.name}`));
      if (inside.length === 0) found.folders.push(path);
      await Promise.all(inside);
    }
  };
  await Promise.all(handles.map((handle) => enter(handle, handle.name)));
  return found;
}
