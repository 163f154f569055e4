import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { Progress } from "@/ui";
import { Where } from "../Where";
import { type Explanation, type Vectors, vectorsOf, type Words, wordsOf } from "./explaining";

type Props = { record: Schemas["Record"]; explanation: Explanation | undefined };

/** One segment that was found: where it stands, how well it fits, and why. */
export function Result({ record, explanation }: Props) {
  const { t } = useTranslation("datasets");
  const { segment, citation } = record;
  const { start, end } = citation;
  const isElsewhere = segment.document.data_source_type === "external";
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-48">
          {isElsewhere ? (
            <Elsewhere title={citation.document} url={citation.url} />
          ) : (
            <>
              <Link
                to="/datasets/$datasetId/documents/$documentId"
                params={{ datasetId: segment.dataset_id, documentId: citation.document_id }}
                search={{ segment: segment.id, ...(start !== null && end !== null ? { start, end } : {}) }}
                className="rounded font-medium wrap-anywhere hover:underline"
              >
                {citation.document}
              </Link>
              <p className="flex flex-wrap gap-x-3 text-xs text-muted">
                <Where heading={citation.heading} from={citation.page_from} to={citation.page_to} />
                <span>{t("reader.segment", { number: segment.position })}</span>
              </p>
            </>
          )}
        </div>
        <Bar label={t("search.score")} value={record.score} />
      </div>
      <p className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">{record.content.replace(/\n{2,}/g, "\n")}</p>
      {explanation && <Why explanation={explanation} />}
    </li>
  );
}

/** What a service of the workspace knows: there is no document of it here to open. */
function Elsewhere({ title, url }: { title: string; url: string }) {
  if (!url) return <span className="font-medium wrap-anywhere">{title}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer" className="rounded font-medium wrap-anywhere hover:underline">
      {title}
    </a>
  );
}

function Bar({ label, value }: { label: string; value: number }) {
  return (
    <div className="flex w-44 flex-col gap-1 text-xs">
      <span className="flex justify-between gap-2">
        <span className="text-muted">{label}</span>
        <span className="tabular-nums">{value.toFixed(3)}</span>
      </span>
      <Progress value={value} label={label} />
    </div>
  );
}

function Why({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation("datasets");
  const words = wordsOf(explanation);
  const vectors = vectorsOf(explanation);
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer rounded-md px-3 py-1.5 text-xs font-medium">{t("search.why")}</summary>
      <div className="flex flex-col gap-4 border-t border-line p-3 text-xs">
        {words && <ByWords words={words} />}
        {vectors && <ByVectors vectors={vectors} />}
        {explanation.rerank_score !== null && <Bar label={t("search.rerank")} value={explanation.rerank_score} />}
      </div>
    </details>
  );
}

function ByWords({ words }: { words: Words }) {
  const { t } = useTranslation("datasets");
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <Bar label={t("search.words")} value={words.share} />
      <div className="min-w-0 flex-1 basis-48">
        <Rank {...words} />
        <ul aria-label={t("search.matched")} className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
          {words.terms.map(({ term, share }) => (
            <li key={term} className="wrap-anywhere">
              <span className="font-mono">{term}</span>{" "}
              <span className="text-muted tabular-nums">{t("search.adds", { points: share.toFixed(2) })}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function ByVectors({ vectors }: { vectors: Vectors }) {
  const { t } = useTranslation("datasets");
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <Bar label={t("search.vectors")} value={vectors.similarity} />
      <div className="min-w-0 flex-1 basis-48">
        <Rank {...vectors} />
        <p className="mt-1 tabular-nums">{t("search.cosine", { cosine: vectors.cosine.toFixed(3) })}</p>
      </div>
    </div>
  );
}

function Rank({ weight, rank }: { weight: number; rank: number | null }) {
  const { t } = useTranslation("datasets");
  return (
    <p className="text-muted">
      {t("search.weight", { percent: Math.round(weight * 100) })}
      {rank !== null && ` · ${t("search.rank", { rank })}`}
    </p>
  );
}
