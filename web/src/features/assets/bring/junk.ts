// What systems and tools keep for themselves.
const JUNK = new Set([".DS_Store", "Thumbs.db", "desktop.ini", ".git", ".svn", ".hg", "node_modules", "__pycache__"]);

export const isJunk = (name: string) => JUNK.has(name) || name.startsWith("._");
