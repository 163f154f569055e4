// The server's rules for names, so that what it would refuse is known before anything is sent.

export const MAX_NAME_BYTES = 255;

export type NameRefusal =
  | { code: "empty" | "not_unicode" | "dots" | "outer_space" | "final_dot" }
  | { code: "too_long"; bytes: number }
  | { code: "forbidden"; character: string };

// Printable ASCII without separators, no space at either end, no dot at the end: nearly every name there is.
const ORDINARY = /^(?:[!-.0-[\]-~][ -.0-[\]-~]{0,253})?[!\-0-[\]-~]$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const FORBIDDEN = /[/\\\x00-\x1f\x7f-\x9f]/;
// What Python's str.strip() takes for white space; String.trim() would take a byte order mark too.
const SPACE = "[ \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`);
const HALF_A_PAIR = /\p{Surrogate}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/;
const WINDOWS = /^(?:con|prn|aux|nul|(?:com|lpt)[1-9¹²³])(?:\.|$)/i;

/** Why this cannot be the name of a node, or null if it can. */
export function refusal(name: string): NameRefusal | null {
  if (ORDINARY.test(name)) return null;
  if (!name) return { code: "empty" };
  if (HALF_A_PAIR.test(name)) return { code: "not_unicode" };
  const bytes = utf8Length(name);
  if (bytes > MAX_NAME_BYTES) return { code: "too_long", bytes };
  const found = FORBIDDEN.exec(name);
  if (found) return { code: "forbidden", character: spoken(found[0]) };
  if (name === "." || name === "..") return { code: "dots" };
  if (OUTER_SPACE.test(name)) return { code: "outer_space" };
  if (name.endsWith(".")) return { code: "final_dot" };
  return null;
}

/** Two names are one where their keys are equal: `README.md` and `readme.md`, an NFC and an NFD spelling. */
export function nameKey(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  let folded = "";
  for (const character of name.normalize("NFC")) folded += caseFolded(character);
  return folded.normalize("NFC");
}

/** Such a name is taken, but cannot be checked out on Windows. */
export function reservedOnWindows(name: string): boolean {
  return WINDOWS.test(name);
}

/** What follows the last dot; a leading dot makes a hidden file, not an extension. */
export function extension(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1) : "";
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

// JavaScript folds no case. Lower, upper, lower, one character at a time (a final sigma knows no context), makes the
// same names equal as Unicode's full folding does, but for the dotless ı, which folds to itself.
function caseFolded(character: string): string {
  return character === "ı" ? character : character.toLowerCase().toUpperCase().toLowerCase();
}

function spoken(character: string): string {
  if (character === "/" || character === "\\") return character;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
