// The files of one upload, away from the page: a File that is handed from one thread to the other costs more than it
// takes to read a small one. The page gets paths and sizes.
import { expose } from "comlink";
import { asApiError } from "@/api/errors";
import { type Answer, answered, branches, type Target } from "./branches";
import { Contents, type Found, inLanes } from "./contents";
import { type Links, type Progress, Sending } from "./sending";
import { emptyWalk, type Walk, walk } from "./walking";

/** In the order of the paths. */
export type Listing = Pick<Walk, "folders" | "junk"> & { paths: string[] };
export type Missing = { files: number; bytes: number };
/** An error does not keep its class on the way to the page. */
export type Refusal = Pick<ReturnType<typeof asApiError>, "code" | "message" | "status" | "details">;
export type Renew = (ids: string[]) => Promise<Links>;

// The browser answers slowly, and many questions about as fast as one; all at once would keep it from answering a click.
const OPENED_AT_ONCE = 100;

class Files {
  private walked: Walk = emptyWalk();
  private found: Found[] = [];
  private contents = new Contents([]);
  private order: Found[] = [];
  private answer: Answer = { parts: new Set(), links: { packUrl: null, index: new Map(), urls: {} } };
  private control = new AbortController();

  async walk(handles: FileSystemHandle[]): Promise<void> {
    this.walked = await walk(handles);
  }

  add(files: Found[], junk: string[], folders: string[]): void {
    this.walked.files.push(...files.map(({ path, file }) => ({ path, getFile: async () => file })));
    this.walked.junk.push(...junk);
    this.walked.folders.push(...folders);
  }

  listing(): Listing {
    const { files, folders, junk } = this.walked;
    files.sort((one, other) => (one.path < other.path ? -1 : 1));
    return { paths: files.map(({ path }) => path), folders, junk };
  }

  /** The size of each; what is small is read from here on, while the person looks at the plan. */
  async open(): Promise<number[]> {
    const found: Found[] = [];
    await inLanes(this.walked.files, OPENED_AT_ONCE, async ({ path, getFile }, at) => {
      found[at] = { path, file: await getFile() };
    });
    this.found = found;
    this.contents = new Contents(found);
    this.contents.readAhead();
    return found.map(({ file }) => file.size);
  }

  async first(): Promise<File> {
    return this.walked.files[0]!.getFile();
  }

  /** Hash what may be there already: files of these sizes. */
  async hash(sizes: number[], read: (files: number) => void): Promise<void> {
    await this.contents.hash(new Set(sizes), read, this.control.signal);
  }

  /** The body of the request that creates the tree. */
  body(target: Target): Blob {
    const { children, order } = branches(this.found, this.walked.folders);
    this.order = order;
    return new Blob([JSON.stringify({ ...target, children })]);
  }

  /** What the server lacks, by its answer to that. */
  async created(answer: Blob): Promise<Missing> {
    this.answer = answered(JSON.parse(await answer.text()), this.order);
    return this.missing();
  }

  /** What the server still lacks. */
  missing(): Missing {
    const files = [...this.answer.parts].map(({ found }) => found.file.size);
    return { files: files.length, bytes: files.reduce((sum, size) => sum + size, 0) };
  }

  /** Send all that is missing; what is sent is missing no more, however it ends. */
  async send(progress: (step: Progress) => void, renew: Renew): Promise<Refusal | null> {
    const { parts, links } = this.answer;
    const sending = new Sending(this.contents, links, progress, renew, this.control.signal);
    try {
      await sending.all(parts);
      return null;
    } catch (error) {
      const { code, message, status, details } = asApiError(error);
      return { code, message, status, details };
    }
  }

  stop(): void {
    this.control.abort();
    this.control = new AbortController();
  }
}

export type { Files };

expose(new Files());
