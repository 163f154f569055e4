import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/ui";

/** Code in a text: in colours where its language is known, and to be copied. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const { t } = useTranslation();
  const pieces = useQuery({
    queryKey: ["highlighted", language, code],
    queryFn: async () => (await import("./highlight")).highlighted(code, language),
    enabled: language !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t("code")}>
        <pre>
          <code>
            {pieces.data
              ? pieces.data.map(({ text, style }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
                  <span key={at} className={style || undefined}>
                    {text}
                  </span>
                ))
              : code}
          </code>
        </pre>
      </section>
      <div className="code-copy">
        <CopyButton text={code} />
      </div>
    </div>
  );
}

type Pre = { props?: { className?: string; children?: unknown } };

/** A `pre` of Markdown: what stands in it, and the language behind the fence. */
export function codeOf(children: unknown): { code: string; language: string } {
  const { className = "", children: text } = (children as Pre)?.props ?? {};
  const language = /language-(\S+)/.exec(className)?.[1] ?? "";
  return { code: String(text ?? "").replace(/\n$/, ""), language };
}
