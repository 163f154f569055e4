/** The addresses in a text that somebody typed or pasted: one a line, or between commas, semicolons or spaces. */
export function emailsIn(text: string): string[] {
  const parts = text.split(/[\s,;，；、]+/).filter((part) => part !== "");
  return [...new Set(parts)];
}
