import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SearchInput, Select, useAddressText } from "@/ui";
import { type DocumentsSearch, documentsSearch, STATUSES, type Status } from "../search";

type Props = { wanted: DocumentsSearch; onChange: (wanted: DocumentsSearch) => void };

export function DocumentFilters({ wanted, onChange }: Props) {
  const { t } = useTranslation("datasets");
  return (
    <div className="flex flex-wrap gap-2">
      <SearchInput
        label={t("document.search")}
        className="min-w-48 flex-1 sm:max-w-sm"
        maxLength={255}
        value={wanted.keyword ?? ""}
        onChange={(keyword) => onChange({ ...wanted, keyword })}
      />
      <Select
        aria-label={t("document.status")}
        className="w-auto!"
        value={wanted.status ?? ""}
        onChange={(event) => onChange({ ...wanted, status: (event.target.value || undefined) as Status | undefined })}
      >
        <option value="">{t("document.allStates")}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {t(`document.states.${status}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** Which documents are listed, by the address. */
export function useWanted(): [DocumentsSearch, (wanted: DocumentsSearch) => void] {
  const search = useSearch({ from: "/console/datasets/$datasetId" });
  const navigate = useNavigate({ from: "/datasets/$datasetId" });
  const put = (wanted: DocumentsSearch) =>
    void navigate({ search: documentsSearch({ ...wanted, keyword: wanted.keyword?.trim() }), replace: true });
  const [keyword, setKeyword] = useAddressText(search.keyword ?? "", (text) => put({ ...search, keyword: text }));
  const change = (wanted: DocumentsSearch) =>
    (wanted.keyword ?? "") === keyword ? put(wanted) : setKeyword(wanted.keyword ?? "");
  return [{ ...search, keyword }, change];
}
