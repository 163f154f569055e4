/** Languages whose words are indexed by rules of their own. */
const CODES =
  "ar hy eu bn bg my ca zh cs da nl en eo et fi fr de el he hi hu id ga it ja km ko lo lt ne no fa pl pt ro ru sr st es sv ta th tr uk vi yi";

export type Language = { code: string; name: string };

/** Sorted by their names in the language of the console. */
export function languagesIn(console: string): Language[] {
  const names = new Intl.DisplayNames([console], { type: "language" });
  const found = CODES.split(" ").map((code) => ({ code, name: names.of(code) ?? code }));
  return found.sort((one, other) => one.name.localeCompare(other.name, console));
}

const inEnglish = new Intl.DisplayNames(["en"], { type: "language" });

/** The code of a language that is stored as `English`, `zh-Hans` or `Chinese Simplified`; null for any other. */
export function codeOf(stored: string): string | null {
  const first = /[a-z]*/.exec(stored.trim().toLowerCase())![0];
  return CODES.split(" ").find((code) => code === first || inEnglish.of(code)?.toLowerCase() === first) ?? null;
}
