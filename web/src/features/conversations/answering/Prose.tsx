import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { CodeBlock, codeOf } from "@/features/assets/preview/CodeBlock";
import "@/features/assets/preview/markdown.css";

/** Markdown that a model wrote. HTML in it is shown as text, and pictures as links: none is fetched unasked. */
export default function Prose({ text }: { text: string }) {
  return (
    <div className="prose">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        components={{
          pre: ({ children }) => <CodeBlock {...codeOf(children)} />,
          a: ({ href, children }) => <Out href={href}>{children}</Out>,
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
