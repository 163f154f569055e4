import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronFirst, ChevronLast, ChevronUp } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ErrorState, IconButton, SkeletonRows } from "@/ui";
import { bytes } from "../bytes";
import { extensionOf, type TreeNode } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { assetsKey } from "../queries";
import { Facts } from "./Facts";
import { readPart } from "./parts";
import { Whole } from "./Whole";

const TextEditor = lazy(() => import("./TextEditor"));

type Place = { at: number; before: boolean };

/** A text that is too long to be edited: read a part at a time, so that the page holds no more of it than that. */
export function LargeText({ node, head }: { node: TreeNode; head: () => ReactNode }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const { id, size, sha256, name } = node;
  const [{ at, before }, go] = useState<Place>({ at: 0, before: false });
  const found = useQuery({
    queryKey: [...assetsKey(store.appId), "part", id, sha256, at, before],
    queryFn: ({ signal }) =>
      readPart(`/console/api/apps/${store.appId}/assets/files/${id}/raw`, size, at, before, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const part = found.data;
  if (part?.text === null) return <Whole head={head()} body={<Facts node={node} why={t("editor.notText")} />} />;
  if (!part) {
    const body = found.isError ? (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <SkeletonRows rows={8} className="h-4" />
    );
    return <Whole head={head()} body={<div className="p-4">{body}</div>} />;
  }
  const [atStart, atEnd] = [part.from === 0, part.to >= size];
  const next = () => go({ at: part.to, before: false });
  return (
    <Whole
      head={
        <>
          {head()}
          <div className="flex flex-wrap items-center gap-1 border-b border-line bg-sunken px-3 py-1 text-xs text-muted">
            <p className="min-w-0 flex-1">{t("editor.large")}</p>
            <span className="tabular-nums" aria-live="polite">
              {t("editor.part", { from: bytes(part.from), to: bytes(part.to), size: bytes(size) })}
            </span>
            <Step
              label={t("editor.first")}
              icon={ChevronFirst}
              off={atStart}
              act={() => go({ at: 0, before: false })}
            />
            <Step
              label={t("editor.previous")}
              icon={ChevronUp}
              off={atStart}
              act={() => go({ at: part.from, before: true })}
            />
            <Step label={t("editor.next")} icon={ChevronDown} off={atEnd} act={next} />
            <Step label={t("editor.last")} icon={ChevronLast} off={atEnd} act={() => go({ at: size, before: true })} />
          </div>
          {found.isError && (
            <div className="p-2">
              <ErrorState error={found.error} onRetry={() => void found.refetch()} />
            </div>
          )}
        </>
      }
      body={
        <>
          <Suspense>
            <TextEditor
              key={`${id} ${part.from}`}
              text={part.text}
              extension={extensionOf(name)}
              line={null}
              numbered={false}
              label={t("editor.label", { name })}
              editable={false}
              onChange={() => {}}
              onSave={() => {}}
            />
          </Suspense>
          {!atEnd && (
            <div className="border-t border-line p-1.5 text-center">
              <Button size="small" busy={found.isFetching} onClick={next}>
                {t("editor.next")}
              </Button>
            </div>
          )}
        </>
      }
    />
  );
}

function Step({
  label,
  icon: Icon,
  off,
  act,
}: {
  label: string;
  icon: typeof ChevronUp;
  off: boolean;
  act: () => void;
}) {
  return <IconButton size="small" label={label} disabled={off} icon={<Icon aria-hidden size={14} />} onClick={act} />;
}
