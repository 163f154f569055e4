import { HIDDEN } from "../headers";
import type { ApiAuth } from "./queries";

/** As a form has it: secrets are never shown, and stay while none is entered. */
export type AuthFields = { type: ApiAuth["type"]; name: string; secret: string; username: string; kept: boolean };

export function authFields(auth: ApiAuth | null): AuthFields {
  if (!auth) return { type: "none", name: "", secret: "", username: "", kept: false };
  const { type, name, username } = auth;
  return { type, name, username, secret: "", kept: type !== "none" };
}

export function sentAuth({ type, name, secret, username, kept }: AuthFields): ApiAuth {
  const value = secret.trim() || (kept ? HIDDEN : "");
  const nothing = { type, name: "", value: "", username: "", password: "" };
  if (type === "none") return nothing;
  if (type === "basic") return { ...nothing, username: username.trim(), password: value };
  return { ...nothing, name: name.trim(), value };
}

/** A document's text, or where it is. */
export function sourceOf(text: string): { document: string } | { document_url: string } {
  const given = text.trim();
  return /^https?:\/\/\S+$/.test(given) ? { document_url: given } : { document: text };
}

/** The arguments in a text, if it is a JSON object. */
export function argumentsOf(text: string): Record<string, unknown> | null {
  try {
    const given: unknown = JSON.parse(text.trim() || "{}");
    return typeof given === "object" && given !== null && !Array.isArray(given)
      ? (given as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
