import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { CodeBlock, codeOf } from "@/features/assets/preview/CodeBlock";
import { CITED, citing } from "./citing";
import { PassageLink } from "./PassageLink";
import type { Source } from "./sources";
import "@/features/assets/preview/markdown.css";

/** Markdown that a model wrote. HTML in it is shown as text, and pictures as links: none is fetched unasked. */
export default function Prose({ text, sources = [] }: { text: string; sources?: Source[] }) {
  return (
    <div className="prose">
      <ReactMarkdown
        remarkPlugins={[remarkGfm, citing(sources.map(({ number }) => number))]}
        components={{
          pre: ({ children }) => <CodeBlock {...codeOf(children)} />,
          a: ({ href, children }) => {
            const source = sources.find(({ number }) => href === `${CITED}${number}`);
            if (!source) return <Out href={href}>{children}</Out>;
            return (
              <PassageLink source={source} className="text-xs whitespace-nowrap">
                {children}
              </PassageLink>
            );
          },
          img: ({ src, alt }) => <Out href={String(src ?? "")}>{alt || String(src ?? "")}</Out>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

function Out({ href, children }: { href: string | undefined; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
