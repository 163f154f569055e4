// Texts with variables in them: `{{#node.name.key#}}`, and nothing else. As the server's `engine/templates.py`.
export type Part = string | string[];

const REFERENCE = /\{\{#\s*([^\s.#{}]+(?:\.[^\s.#{}]+)*)\s*#\}\}/g;

/** Texts, and selectors in their places. `{{#context#}}` is the selector ["context"]. */
export function parseTemplate(template: string): Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const match of template.matchAll(REFERENCE)) {
    if (match.index > last) parts.push(template.slice(last, match.index));
    parts.push(match[1]!.split("."));
    last = match.index + match[0].length;
  }
  if (last < template.length) parts.push(template.slice(last));
  return parts;
}

export const reference = (selector: string[]): string => `{{#${selector.join(".")}#}}`;

/** Variables by their names only. */
export const readable = (template: string): string =>
  parseTemplate(template)
    .map((part) => (typeof part === "string" ? part : `{${part.slice(1).join(".") || part[0]}}`))
    .join("");
