import { useTranslation } from "react-i18next";

/** Under which headings a passage stands, and on which pages. */
export function Where({ heading, from, to }: { heading: string[]; from: number | null; to: number | null }) {
  const { t } = useTranslation("datasets");
  return (
    <>
      {heading.length > 0 && <span className="wrap-anywhere">{heading.join(" › ")}</span>}
      {from !== null && (
        <span>{to !== null && to !== from ? t("pages", { from, to }) : t("page", { number: from })}</span>
      )}
    </>
  );
}
