// What is entered of a source, and what is sent of it.
import type { Schemas } from "@/api";
import type { Subscription, SubscriptionKind } from "./queries";

export const KINDS: SubscriptionKind[] = [
  "feed",
  "github",
  "imap",
  "version_published",
  "run_ended",
  "knowledge_synced",
];
export const WATCHES_APP: SubscriptionKind[] = ["version_published", "run_ended"];
/** Its source has to be asked, again and again. */
export const isPolled = (kind: SubscriptionKind) => kind === "feed" || kind === "github" || kind === "imap";

const GITHUB = "https://api.github.com";

/** Fields of all kinds: what one kind needs is kept while another is looked at. */
export type SourceGiven = {
  url: string;
  repository: string;
  token: string;
  api_url: string;
  host: string;
  port: string;
  username: string;
  password: string;
  folder: string;
  verify_certificate: boolean;
  app_id: string;
  dataset_id: string;
};

export const NEW_SOURCE: SourceGiven = {
  url: "",
  repository: "",
  token: "",
  api_url: GITHUB,
  host: "",
  port: "993",
  username: "",
  password: "",
  folder: "INBOX",
  verify_certificate: true,
  app_id: "",
  dataset_id: "",
};

/** As a form shows what is saved: secrets masked. */
export function sourceOf({ source }: Subscription): SourceGiven {
  const known = Object.entries(source).filter(([name]) => name in NEW_SOURCE);
  return { ...NEW_SOURCE, ...Object.fromEntries(known), port: String(source.port ?? NEW_SOURCE.port) };
}

type Sent = Schemas["SubscriptionIn"]["source"];

export function sentSource(kind: SubscriptionKind, given: SourceGiven): Sent {
  switch (kind) {
    case "feed":
      return { kind, url: given.url.trim() };
    case "github":
      return { kind, repository: repositoryOf(given.repository), token: given.token, api_url: given.api_url.trim() };
    case "imap":
      return {
        kind,
        host: given.host.trim(),
        port: Number(given.port) || 0,
        username: given.username.trim(),
        password: given.password,
        folder: given.folder.trim(),
        verify_certificate: given.verify_certificate,
      };
    case "knowledge_synced":
      return { kind, dataset_id: given.dataset_id };
    default:
      return { kind, app_id: given.app_id };
  }
}

/** People paste the address of a repository. */
export function repositoryOf(text: string): string {
  const [, path] = /^(?:https?:\/\/)?github\.com\/(.+)$/.exec(text.trim()) ?? [];
  return (path ?? text.trim())
    .split("/")
    .slice(0, 2)
    .join("/")
    .replace(/\.git$/, "");
}

/** Whether there is enough to ask the source. */
export function isComplete(kind: SubscriptionKind, given: SourceGiven): boolean {
  const needed: Record<SubscriptionKind, (keyof SourceGiven)[]> = {
    feed: ["url"],
    github: ["repository", "api_url"],
    imap: ["host", "port", "username", "password", "folder"],
    version_published: ["app_id"],
    run_ended: ["app_id"],
    knowledge_synced: ["dataset_id"],
  };
  return needed[kind].every((name) => String(given[name]).trim() !== "");
}

/** Where it looks, in one line. */
export function placeOf({ kind, source, source_name }: Subscription): string {
  const text = (name: string) => String(source[name] ?? "");
  if (kind === "feed") return text("url");
  if (kind === "github") return text("repository");
  if (kind === "imap") return `${text("username")} · ${text("host")} · ${text("folder")}`;
  return source_name ?? "";
}

/** What tells an event from the others: the first of these that it has. */
export function headlineOf(content: unknown): string {
  const told = typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
  const names = ["title", "subject", "action", "app_name", "dataset_name", "repository"];
  return names.map((name) => told[name]).find((each): each is string => typeof each === "string" && each !== "") ?? "";
}
