// What systems and tools keep for themselves; the command line leaves out the same.
const JUNK = new Set([
  ".git",
  "git~1",
  ".hg",
  ".svn",
  ".treeline",
  "node_modules",
  "__pycache__",
  ".ds_store",
  "thumbs.db",
  "desktop.ini",
]);

const JUNK_PREFIXES = ["._", ".treeline-part-"];

export const isJunk = (name: string) =>
  JUNK.has(name.toLowerCase()) || JUNK_PREFIXES.some((prefix) => name.startsWith(prefix));
