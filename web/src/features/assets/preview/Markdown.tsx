import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { nameKey, type TreeModel } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { AssetImage } from "./AssetImage";
import { CodeBlock, codeOf } from "./CodeBlock";
import "./markdown.css";

/** Markdown as a page. HTML in it is shown as text; addresses other than web and mail are taken out. */
export default function Markdown({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const { front, body } = parted(text);
  const target = (address: string | undefined) => nodeAt(store.model, id, address ?? "");
  const link = (address: string | undefined, children: ReactNode) => {
    const node = target(address);
    if (!node) {
      return (
        <a href={address} target="_blank" rel="noreferrer">
          {children}
        </a>
      );
    }
    const open = () => {
      if (store.model.get(node)?.node_type === "file") store.open(node);
      else store.reveal(node);
    };
    return (
      <button type="button" className="text-accent-ink underline" onClick={open}>
        {children}
      </button>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={t("editor.preview")} className="h-full overflow-y-auto px-5 py-4">
      <div className="prose">
        {front && <CodeBlock code={front} language="yaml" />}
        <ReactMarkdown
          remarkPlugins={[remarkGfm]}
          components={{
            pre: ({ children }) => <CodeBlock {...codeOf(children)} />,
            a: ({ href, children }) => link(href, children),
            img: ({ src, alt }) => {
              const node = target(typeof src === "string" ? src : undefined);
              return node ? (
                <AssetImage id={node} alt={alt ?? ""} />
              ) : (
                link(String(src ?? ""), alt || String(src ?? ""))
              );
            },
          }}
        >
          {body}
        </ReactMarkdown>
      </div>
    </section>
  );
}

function parted(text: string): { front: string; body: string } {
  const found = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text);
  return found ? { front: found[1] ?? "", body: text.slice(found[0].length) } : { front: "", body: text };
}

/** The node that a relative address in a file leads to. */
export function nodeAt(model: TreeModel, from: string, address: string): string | null {
  if (!address || /^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(address)) return null;
  let at: string | null = address.startsWith("/") ? null : (model.get(from)?.parent_id ?? null);
  for (const part of address.replace(/[?#].*$/, "").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (at === null) return null;
      at = model.get(at)?.parent_id ?? null;
      continue;
    }
    const key = nameKey(decoded(part));
    const next = model.children(at).find((id) => nameKey(model.get(id)?.name ?? "") === key);
    if (!next) return null;
    at = next;
  }
  return at;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
