import { useTranslation } from "react-i18next";
import { ModelFields } from "@/features/providers/ModelFields";
import { Section } from "@/ui";
import type { Draft } from "./draft";

/** Which model answers, and with which parameters. */
export function ModelSection({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  return (
    <Section title={t("model.title")}>
      <ModelFields model={config.model} onChange={(model) => change({ model })} />
    </Section>
  );
}
