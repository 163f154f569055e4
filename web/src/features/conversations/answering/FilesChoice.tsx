import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { versionsQuery } from "@/features/assets/versions/queries";
import { Select } from "@/ui";

/** Which files a tried app reads: "draft", "active", a version's number, or null for what its config says. */
export type TriedFiles = string | null;

type Props = { appId: string; pinned: number | null; value: TriedFiles; onChange: (value: TriedFiles) => void };

/** Chooses the files that the next answer is made with. */
export function FilesChoice({ appId, pinned, value, onChange }: Props) {
  const { t } = useTranslation("conversations");
  const found = useInfiniteQuery(versionsQuery(appId));
  const versions = found.data?.pages.flatMap((page) => page.data) ?? [];
  const active = versions.find((version) => version.active);
  return (
    <div className="flex min-w-0 items-center gap-2 text-xs text-muted">
      <span aria-hidden className="shrink-0">
        {t("tried.label")}
      </span>
      <Select
        aria-label={t("tried.label")}
        className="h-7! min-w-0 text-xs!"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || null)}
      >
        {pinned !== null && <option value="">{t("tried.pinned", { number: pinned })}</option>}
        <option value="draft">{t("tried.draft")}</option>
        {active && <option value="active">{t("tried.active", { number: active.number })}</option>}
        {versions.map(({ number, note }) => (
          <option key={number} value={number}>
            {t("tried.version", { number })}
            {note && ` · ${note}`}
          </option>
        ))}
      </Select>
    </div>
  );
}
