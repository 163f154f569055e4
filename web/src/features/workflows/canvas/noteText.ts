/** Notes are plain text, or the document of a text editor (Lexical) as JSON. */
export function noteText(value: unknown): string {
  if (typeof value !== "string") return "";
  if (!value.startsWith("{")) return value;
  try {
    return textIn((JSON.parse(value) as { root?: unknown }).root).trim();
  } catch {
    return value;
  }
}

function textIn(node: unknown, depth = 0): string {
  if (typeof node !== "object" || node === null || depth > 20) return "";
  const { text, children, type } = node as { text?: unknown; children?: unknown; type?: unknown };
  if (typeof text === "string") return text;
  const inner = Array.isArray(children) ? children.map((child) => textIn(child, depth + 1)).join("") : "";
  return type === "paragraph" || type === "heading" || type === "listitem" ? `${inner}\n` : inner;
}
