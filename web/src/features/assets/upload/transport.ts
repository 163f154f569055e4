import { ApiError, apiFetch, errorOf } from "@/api";

export type Options = { headers?: Record<string, string>; signal?: AbortSignal };

/** How the upload engine talks to the server. All of it throws ApiError, status 0 where there is no answer. */
export interface Transport {
  json<T>(method: string, path: string, body?: unknown, options?: Options): Promise<T>;
  /** The reply as it came, for those that are too large to be parsed on the page. A Blob is sent as JSON as it is. */
  blob(method: string, path: string, body?: Blob, options?: Options): Promise<Blob>;
  /** PUT to a signed link, without any login. `onProgress` gets the bytes that have left. */
  send(url: string, body: Blob, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<unknown>;
}

// Without a byte leaving for so long the connection counts as lost; the reply may take longer: large files are verified.
const STALLED_MS = 60_000;
const REPLY_MS = 300_000;

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** By fetch and XMLHttpRequest, which alone tells how much has left. */
export function browserTransport(fetch: Fetch = apiFetch): Transport {
  const request = async (method: string, path: string, body: BodyInit | undefined, options: Options = {}) => {
    const headers = { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...options.headers };
    const response = await fetch(path, { method, body, headers, signal: options.signal });
    if (!response.ok) throw await errorOf(response);
    return response;
  };
  return {
    json: async (method, path, body, options) => {
      const response = await request(method, path, body === undefined ? undefined : JSON.stringify(body), options);
      return read(() => response.json());
    },
    blob: async (method, path, body, options) => {
      const response = await request(method, path, body, options);
      return read(() => response.blob());
    },
    send,
  };
}

/** A reply whose connection breaks is no answer. */
async function read<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw lost();
  }
}

function send(url: string, body: Blob, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout>;
    const watch = (milliseconds: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => end(() => reject(lost())), milliseconds);
    };
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      settle();
      xhr.abort();
    };
    const onAbort = () => end(() => reject(signal.reason));
    xhr.open("PUT", url);
    xhr.upload.onprogress = (event) => {
      watch(event.loaded < event.total ? STALLED_MS : REPLY_MS);
      onProgress(event.loaded);
    };
    xhr.onload = () => {
      const reply = parsed(xhr.responseText);
      if (xhr.status < 300) end(() => resolve(reply));
      else end(() => reject(refused(xhr, reply)));
    };
    xhr.onerror = () => end(() => reject(lost()));
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", onAbort);
    watch(STALLED_MS);
    xhr.setRequestHeader("Content-Type", "application/octet-stream");
    xhr.send(body);
  });
}

function lost(): ApiError {
  return new ApiError("network_error", "The server cannot be reached.", 0);
}

function refused(xhr: XMLHttpRequest, reply: unknown): ApiError {
  const said = (reply ?? {}) as { code?: string; message?: string };
  const wait = Number(xhr.getResponseHeader("Retry-After"));
  const code = said.code ?? `http_${xhr.status}`;
  return new ApiError(code, said.message ?? xhr.statusText, xhr.status, [], wait > 0 ? wait : null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
