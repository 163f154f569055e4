// Requests in the name of whoever is signed in. An access token that has expired is renewed without a word; where that
// is no longer possible, the page is asked to let the person sign in again, and the request waits for it.
import { ApiError } from "./errors";

/** The API's origin; empty where it is the console's own. */
export const API_URL: string = import.meta.env.VITE_API_URL ?? "";

const HARMLESS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Paths whose 401 speaks of what was sent, not of the session. */
const ENTRANCES = [
  "login",
  "login/second-factor",
  "login/passkey",
  "refresh-token",
  "setup",
  "init",
  "email-code-login/validity",
  "forgot-password/resets",
].map((path) => `/console/api/${path}`);

/** Looks at each request (its path with the query) before it leaves; what it returns is awaited first. */
type Gate = (method: string, path: string) => Promise<unknown> | null;
const gates = new Set<Gate>();

/** Let `gate` hold requests back: it knows of something that must reach the server before them. */
export function holdRequests(gate: Gate): () => void {
  gates.add(gate);
  return () => void gates.delete(gate);
}

type Again = { resolve: (signedIn: boolean) => void };
let asking: (Again & { promise: Promise<boolean> }) | null = null;
let refreshing: Promise<boolean> | null = null;
let known = false;
let lacksTwoStep = () => {};
let lacksRole = () => {};
const listeners = new Set<() => void>();

export const session = {
  /** Whether somebody was signed in on this page: only then is there something to lose by leaving it. */
  setKnown(value: boolean) {
    known = value;
  },
  /** Whether requests wait for the person to sign in again. */
  isAsking: () => asking !== null,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** The answer of the dialog: the waiting requests go on, or fail with the 401 they had. */
  answer(signedIn: boolean) {
    const waiting = asking;
    asking = null;
    for (const listener of listeners) listener();
    waiting?.resolve(signedIn);
  },
  /** What happens when the workspace asks for two-step verification that whoever is signed in doesn't have. */
  onTwoStepRequired(lead: () => void) {
    lacksTwoStep = lead;
  },
  /** What happens when the API forbids a change that this page offered: the role may be another by now. */
  onForbidden(look: () => void) {
    lacksRole = look;
  },
  /** Whether there may be a session: its CSRF cookie lives as long as it does. */
  mayExist: () => csrfToken() !== null,
};

/** The CSRF tokens of all instances on this host, which have names of their own: the API knows which is its own. */
export function csrfToken(): string | null {
  const found = document.cookie.matchAll(/(?:^|;\s*)(?:__Host-)?csrf_token(?:_\d+)?=([^;]+)/g);
  return Array.from(found, (match) => match[1]).join(",") || null;
}

/** `fetch` for a path of the API, with cookies, the CSRF header and a session that is kept alive. */
export function apiFetch(path: string, init: RequestInit = {}): Promise<Response> {
  return withSession(() => new Request(new URL(API_URL + path, location.href), { credentials: "include", ...init }));
}

/** Send what `make` makes, once more if the session had to be renewed. `make` gives a fresh request each time. */
export async function withSession(make: () => Request): Promise<Response> {
  const first = make();
  for (const gate of gates) {
    const { pathname, search } = new URL(first.url);
    const held = gate(first.method, pathname + search);
    // Not awaited for nothing: a page that goes away sends its last requests at once.
    if (held) await held;
  }
  const response = await send(first);
  if (response.status === 403) {
    const said = await response.clone().text();
    if (said.includes('"two_step_required"')) lacksTwoStep();
    else if (said.includes('"forbidden"') && !HARMLESS.has(first.method)) lacksRole();
  }
  if (response.status !== 401 || ENTRANCES.includes(new URL(response.url || make().url).pathname)) return response;
  if (session.mayExist() && (await refreshed())) {
    const second = await send(make());
    if (second.status !== 401) return second;
  }
  return known && (await signedInAgain()) ? send(make()) : response;
}

async function send(request: Request): Promise<Response> {
  const token = csrfToken();
  if (token && !HARMLESS.has(request.method)) request.headers.set("X-CSRF-Token", token);
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("network_error", "The server cannot be reached.", 0);
  }
}

/** One renewal at a time, whoever asks for it. */
function refreshed(): Promise<boolean> {
  refreshing ??= send(new Request(new URL(`${API_URL}/console/api/refresh-token`, location.href), post))
    .then((response) => response.ok)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

const post: RequestInit = { method: "POST", credentials: "include" };

function signedInAgain(): Promise<boolean> {
  if (!asking) {
    let resolve: (signedIn: boolean) => void = () => {};
    const promise = new Promise<boolean>((done) => {
      resolve = done;
    });
    asking = { promise, resolve };
    for (const listener of listeners) listener();
  }
  return asking.promise;
}
