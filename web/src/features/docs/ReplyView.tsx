import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeBlock } from "@/features/assets/preview/CodeBlock";
import { Badge } from "@/ui";
import type { Reply } from "./send";

/** A reply: how it went, its headers, and its body as far as it is there. */
export function ReplyView({ reply, pending }: { reply: Reply; pending: boolean }) {
  const { t } = useTranslation("docs");
  const good = reply.status < 400;
  return (
    <section aria-label={t("result")} className="flex flex-col gap-2 rounded-md border border-line bg-surface p-3">
      <p role="status" className="flex flex-wrap items-center gap-2">
        <Badge tone={good ? "good" : "bad"}>
          {reply.status} {reply.statusText}
        </Badge>
        <span className="text-xs text-muted">{t("took", { ms: reply.milliseconds })}</span>
        {pending && <span className="text-xs text-muted">{t("coming")}</span>}
      </p>
      <details>
        <summary className="w-fit cursor-pointer rounded text-xs font-medium text-accent-ink">{t("headers")}</summary>
        <dl className="mt-1 font-mono text-xs">
          {reply.headers.map(([name, value]) => (
            <div key={name} className="wrap-anywhere">
              <dt className="inline text-muted">{name}: </dt>
              <dd className="inline">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {reply.body && (
        <div data-testid="reply" className="prose max-h-[32rem] max-w-none! overflow-y-auto">
          <CodeBlock code={reply.body} language={reply.done ? reply.language : ""} />
        </div>
      )}
      {reply.blob && <Save blob={reply.blob} />}
      {reply.done && !reply.body && !reply.blob && <p className="text-muted">{t("noBody")}</p>}
    </section>
  );
}

function Save({ blob }: { blob: Blob }) {
  const { t } = useTranslation("docs");
  const [href, setHref] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setHref(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return (
    <a href={href} download="reply" className="w-fit rounded font-medium text-accent-ink underline">
      {t("save", { bytes: blob.size })}
    </a>
  );
}
