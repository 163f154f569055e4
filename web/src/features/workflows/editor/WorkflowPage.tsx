import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { useTitle } from "@/ui";

/** The app's workflow, drawn and written by hand. */
export function WorkflowPage() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  useTitle(`${t("editor.title")} · ${app.name}`);
  return <h1 className="p-6 text-xl font-semibold">{t("editor.title")}</h1>;
}
