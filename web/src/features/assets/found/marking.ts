/** Pieces of a text; every second one is what was looked for, whatever its case. */
export function pieces(text: string, query: string): string[] {
  if (!query) return [text];
  return text.split(new RegExp(`(${query.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")})`, "iu"));
}

const END = 12;
const BEFORE = 8;
const LONG = 28;

/** A long name in two parts: the first may be cut at its end where there is no room, the second is always shown. */
export function nameParts(name: string, query: string): [string, string] {
  if (name.length <= LONG) return ["", name];
  const [before = "", match = ""] = pieces(name, query);
  let cut = name.length - END;
  // What was found is not cut in two.
  if (match && before.length < cut && before.length + match.length > cut) cut = before.length;
  // What was found far behind the beginning would be out of sight.
  const start = match && before.length < cut && before.length > LONG - BEFORE ? before.length - BEFORE : 0;
  return [(start > 0 ? "…" : "") + name.slice(start, cut), name.slice(cut)];
}
