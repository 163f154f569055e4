// Code in Markdown, in pieces: each with the classes that markdown.css gives a color.
import { ensureSyntaxTree, type Language, LanguageSupport } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { languageOf } from "./codemirror";

/** What people write behind the fence, where that is no extension of a file. */
const EXTENSIONS: Record<string, string> = {
  python: "py",
  javascript: "js",
  typescript: "ts",
  markdown: "md",
  bash: "sh",
  shell: "sh",
  zsh: "sh",
  console: "sh",
  jsonc: "json",
  json5: "json",
};
/** Longer code is shown without colours: they would hold the page up. */
const MOST = 50_000;
const MILLISECONDS = 50;

export type Piece = { text: string; style: string };

export async function highlighted(code: string, language: string): Promise<Piece[] | null> {
  if (code.length > MOST) return null;
  const name = language.toLowerCase();
  const found = await languageOf(EXTENSIONS[name] ?? name);
  const parser: Language | null = found instanceof LanguageSupport ? found.language : null;
  if (!parser) return null;
  const state = EditorState.create({ doc: code, extensions: [found] });
  const tree = ensureSyntaxTree(state, code.length, MILLISECONDS);
  if (!tree) return null;
  const pieces: Piece[] = [];
  const add = (text: string, style: string) => pieces.push({ text, style });
  highlightCode(code, tree, classHighlighter, add, () => add("\n", ""));
  return pieces;
}
