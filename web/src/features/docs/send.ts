// "Try it": a request as it was filled in, and its reply as it comes.
import { csrfToken } from "@/api";
import { isByKey, type Operation, sentOf } from "./document";

export type Filled = {
  key: string;
  /** Path and query parameters, and fields of a form, by name. */
  values: Record<string, string>;
  body: string;
  file: File | null;
};

export type Reply = {
  status: number;
  statusText: string;
  headers: [string, string][];
  milliseconds: number;
  body: string;
  language: "json" | "";
  /** What is no text, to be saved. */
  blob: Blob | null;
  done: boolean;
};

/** Shown at the most; what comes after it is left out. */
const MOST_SHOWN = 200_000;

export function urlOf(operation: Operation, values: Record<string, string>, base: string): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    // A path of files keeps its slashes.
    (values[name] ?? "").split("/").map(encodeURIComponent).join("/"),
  );
  const query = new URLSearchParams();
  for (const { name, in: place } of operation.parameters) {
    if (place === "query" && values[name]) query.set(name, values[name]);
  }
  const text = query.toString();
  return base + path + (text ? `?${text}` : "");
}

export function requestOf(operation: Operation, filled: Filled): RequestInit {
  const headers: Record<string, string> = {};
  const key = filled.key.trim();
  const byKey = isByKey(operation);
  if (key && operation.security) headers.Authorization = `Bearer ${key}`;
  // The cookie would count before the token; a service API has no cookies.
  const credentials = byKey || headers.Authorization ? "omit" : "include";
  if (credentials === "include" && operation.method !== "GET") headers["X-CSRF-Token"] = csrfToken() ?? "";
  const sent = sentOf(operation);
  let body: BodyInit | undefined;
  if (sent?.type === "json") {
    headers["Content-Type"] = "application/json";
    body = filled.body;
  } else if (sent?.type === "form") {
    const form = new FormData();
    for (const name of Object.keys(sent.schema.properties ?? {})) {
      if (name !== "file" && filled.values[name]) form.append(name, filled.values[name]);
    }
    if (filled.file) form.append("file", filled.file);
    body = form;
  } else if (sent?.type === "bytes") {
    headers["Content-Type"] = "application/octet-stream";
    body = filled.file ?? "";
  }
  return { method: operation.method, headers, credentials, body };
}

/** Sends it; `show` is given the reply each time that more of it is there. */
export async function send(url: string, init: RequestInit, show: (reply: Reply) => void): Promise<void> {
  const began = performance.now();
  const response = await fetch(url, init);
  const reply: Reply = {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    milliseconds: Math.round(performance.now() - began),
    body: "",
    language: "",
    blob: null,
    done: false,
  };
  const type = response.headers.get("Content-Type") ?? "";
  show({ ...reply });
  if (type.includes("text/event-stream") && response.body) {
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      reply.body = (reply.body + decoder.decode(value, { stream: true })).slice(0, MOST_SHOWN);
      show({ ...reply });
    }
  } else if (/json|^text\//.test(type)) {
    const text = await response.text();
    reply.language = type.includes("json") ? "json" : "";
    reply.body = (reply.language ? pretty(text) : text).slice(0, MOST_SHOWN);
  } else {
    const blob = await response.blob();
    reply.blob = blob.size > 0 ? blob : null;
  }
  show({ ...reply, done: true });
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What was filled in for trying: kept from one operation to the next, until the page is left. */
export type Entered = { keys: Record<string, string>; values: Record<string, string> };
