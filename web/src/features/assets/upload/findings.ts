// Folders and files as the browser hands them over: dropped entries, or the list of an <input webkitdirectory>.
import { Pace } from "./pace";
import type { Findings, Found, LeftOut } from "./plan";

// As the command line leaves it out, and like there in any case.
const JUNK = new Set([
  ".git",
  "git~1",
  ".hg",
  ".svn",
  ".treeline",
  "node_modules",
  "__pycache__",
  ".ds_store",
  "thumbs.db",
  "desktop.ini",
]);
const PART_PREFIX = ".treeline-part-";
const AT_ONCE = 64;

export function isJunk(name: string): boolean {
  const lower = name.toLowerCase();
  return JUNK.has(lower) || lower.startsWith(PART_PREFIX);
}

/** What was chosen. Folders without files are not in such a list; junk is left out by its topmost folder. */
export async function chosen(files: Iterable<File>): Promise<Findings> {
  const found: Found[] = [];
  const junk = new Set<string>();
  const pace = new Pace();
  for (const file of files) {
    if (pace.due) await pace.rest();
    const parts = (file.webkitRelativePath || file.name).split("/");
    const at = parts.findIndex(isJunk);
    if (at < 0) found.push({ parts, file });
    else junk.add(parts.slice(0, at + 1).join("/"));
  }
  return { found, leftOut: [...junk].map((path) => ({ path, reason: "junk" })) };
}

/** The entries of a drop: they are gone once the event is over, so this must be called while it is handled. */
export function entriesOf(items: DataTransferItemList): FileSystemEntry[] {
  return [...items].flatMap((item) => (item.kind === "file" ? (item.webkitGetAsEntry() ?? []) : []));
}

/** All that lies in dropped entries; junk folders are not even opened. */
export async function dropped(entries: FileSystemEntry[], signal?: AbortSignal): Promise<Findings> {
  const search = new Search(signal);
  await search.all(entries.map((entry) => ({ entry, parts: [entry.name] })));
  return { found: search.found, leftOut: search.leftOut };
}

type Place = { entry: FileSystemEntry; parts: string[] };

class Search {
  readonly found: Found[] = [];
  readonly leftOut: LeftOut[] = [];

  constructor(private readonly signal?: AbortSignal) {}

  /** Many at once: each is a question to another process. */
  async all(places: Place[]): Promise<void> {
    const queue = [...places];
    let busy = 0;
    await new Promise<void>((resolve, reject) => {
      const more = () => {
        if (this.signal?.aborted) return reject(this.signal.reason);
        while (busy < AT_ONCE && queue.length) {
          const place = queue.pop();
          if (!place) break;
          busy++;
          this.look(place, queue).then(() => {
            busy--;
            more();
          }, reject);
        }
        if (busy === 0) resolve();
      };
      more();
    });
  }

  private async look({ entry, parts }: Place, queue: Place[]): Promise<void> {
    if (isJunk(entry.name)) {
      this.leftOut.push({ path: parts.join("/"), reason: "junk" });
      return;
    }
    try {
      if (isDirectory(entry)) {
        const inside = await entriesIn(entry);
        this.found.push({ parts, file: null });
        for (const each of inside) queue.push({ entry: each, parts: [...parts, each.name] });
      } else {
        this.found.push({ parts, file: await fileOf(entry as FileSystemFileEntry) });
      }
    } catch {
      this.leftOut.push({ path: parts.join("/"), reason: "unreadable" });
    }
  }
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // It gives a hundred at a time, and none when there are no more.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
