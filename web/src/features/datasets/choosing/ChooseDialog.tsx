import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, Dialog, QueryList, SearchInput, SkeletonRows } from "@/ui";
import { datasetsQuery } from "../queries";

const MAX_DATASETS = 20;

type Props = { chosen: string[]; onClose: () => void; onDone: (ids: string[]) => void };

/** The knowledge bases that you can read, to choose from. */
export default function ChooseDialog({ chosen: given, onClose, onDone }: Props) {
  const { t } = useTranslation("datasets");
  const [keyword, setKeyword] = useState("");
  const [chosen, setChosen] = useState(given);
  const wanted = useDeferredValue(keyword.trim());
  const found = useInfiniteQuery({ ...datasetsQuery(wanted), placeholderData: keepPreviousData });
  const datasets = found.data?.pages.flatMap((page) => page.data) ?? [];
  const full = chosen.length >= MAX_DATASETS;
  const toggle = (id: string, on: boolean) => setChosen(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("choosing.choose")}
      description={full ? t("choosing.full", { most: MAX_DATASETS }) : undefined}
      onSubmit={() => onDone(chosen)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary">
            {t("done")}
          </Button>
        </>
      }
    >
      <SearchInput
        label={t("searchNames")}
        className="shrink-0"
        maxLength={255}
        value={keyword}
        onChange={setKeyword}
      />
      <QueryList
        query={found}
        items={datasets}
        skeleton={<SkeletonRows rows={3} className="h-10" />}
        empty={
          <p className="pb-2 text-muted">
            {wanted ? t("noneFound") : t("none")}{" "}
            {!wanted && (
              <Link to="/knowledge" className="rounded text-accent-ink underline">
                {t("create")}
              </Link>
            )}
          </p>
        }
      >
        {(all) => (
          <ul aria-label={t("title")} className="flex flex-col gap-2 pb-1">
            {all.map(({ id, name, document_count: count, indexing_technique: technique }) => (
              <li key={id}>
                <Checkbox
                  className="items-start!"
                  checked={chosen.includes(id)}
                  disabled={full && !chosen.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                  label={
                    <span className="min-w-0">
                      <span className="block wrap-anywhere">{name}</span>
                      <span className="block text-xs text-muted">
                        {t("documentCount", { count: count ?? 0 })} · {t(`techniques.${technique ?? "none"}`)}
                      </span>
                    </span>
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </QueryList>
    </Dialog>
  );
}
