import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AskedForm } from "./AskedForm";
import { formsOfRunQuery } from "./queries";

type Props = {
  runId: string;
  /** The run goes on: to be followed again where nobody follows it past the pause. */
  onAnswered?: () => void;
};

/** What a run waits for, to be answered where it is shown. */
export function WaitingForms({ runId, onAnswered }: Props) {
  const { t } = useTranslation("workflows");
  const found = useQuery(formsOfRunQuery(runId));
  return found.data?.data.map((form) => (
    <section
      key={form.id}
      aria-label={form.title}
      className="flex flex-col gap-3 rounded-md border border-line bg-surface p-3"
    >
      <p className="text-sm font-semibold wrap-anywhere">{t("people.waitsFor", { title: form.title })}</p>
      <AskedForm id={form.id} onAnswered={onAnswered} />
    </section>
  ));
}
