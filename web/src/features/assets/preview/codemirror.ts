// CodeMirror as the console uses it: loaded with the first text that is opened, a language when a file needs it.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  LanguageSupport,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { nonce } from "@/ui";

const LANGUAGES: [RegExp, () => Promise<LanguageSupport>][] = [
  [/^(md|markdown)$/, () => withFrontMatter()],
  [/^(py|pyi)$/, () => import("@codemirror/lang-python").then((m) => m.python())],
  [/^(json|ipynb)$/, () => import("@codemirror/lang-json").then((m) => m.json())],
  [/^ya?ml$/, () => import("@codemirror/lang-yaml").then((m) => m.yaml())],
  [/^(js|mjs|cjs|jsx|ts|mts|tsx)$/, () => script()],
  [/^(html?|vue|svg|xml)$/, () => import("@codemirror/lang-html").then((m) => m.html())],
  [/^(sh|bash|zsh)$/, () => shell()],
  [/^(css|scss|less)$/, () => import("@codemirror/lang-css").then((m) => m.css())],
];

async function script(): Promise<LanguageSupport> {
  const { javascript } = await import("@codemirror/lang-javascript");
  return javascript({ jsx: true, typescript: true });
}

async function shell(): Promise<LanguageSupport> {
  const { shell } = await import("@codemirror/legacy-modes/mode/shell");
  return new LanguageSupport(StreamLanguage.define(shell));
}

/** A SKILL.md begins with YAML. */
async function withFrontMatter(): Promise<LanguageSupport> {
  const [{ markdown }, { yamlFrontmatter }] = await Promise.all([
    import("@codemirror/lang-markdown"),
    import("@codemirror/lang-yaml"),
  ]);
  return yamlFrontmatter({ content: markdown() });
}

export async function languageOf(extension: string): Promise<Extension> {
  return (await LANGUAGES.find(([pattern]) => pattern.test(extension))?.[1]()) ?? [];
}

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--color-info-ink)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--color-accent-ink)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--color-warn-ink)" },
  { tag: [tags.comment, tags.meta], color: "var(--color-muted)" },
  { tag: [tags.propertyName, tags.attributeName, tags.tagName], color: "var(--color-info-ink)" },
  { tag: tags.heading, fontWeight: "600" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--color-info-ink)", textDecoration: "underline" },
  { tag: tags.invalid, color: "var(--color-danger-ink)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--color-surface)", color: "var(--color-ink)", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  // The space above is the scroller's: that of the content moves the lines away from their numbers.
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55", padding: "8px 0" },
  ".cm-content": { caretColor: "var(--color-ink)", padding: "0" },
  ".cm-cursor": { borderLeftColor: "var(--color-ink)" },
  ".cm-gutters": { backgroundColor: "var(--color-surface)", color: "var(--color-muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--color-sunken)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--color-info-soft)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--color-warn-soft)" },
  ".cm-panels": { backgroundColor: "var(--color-sunken)", color: "var(--color-ink)" },
  ".cm-textfield": { backgroundColor: "var(--color-surface)", borderColor: "var(--color-line-strong)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--color-hover)" },
});

export const look: Extension = [theme, EditorView.cspNonce.of(nonce)];

export const numbers: Extension = lineNumbers();

export const basics: Extension = [
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  syntaxHighlighting(colours),
  look,
  EditorView.lineWrapping,
];

export const keys = keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]);

export { EditorState, EditorView, keymap, syntaxHighlighting };
