import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CodeBlock } from "@/features/assets/preview/CodeBlock";
import "@/features/assets/preview/markdown.css";
import { Tabs } from "@/ui";
import type { Operation } from "./document";
import { type ExampleLanguage, exampleRequest, exampleText, LANGUAGES } from "./examples";
import { BASE } from "./Introduction";
import type { Schemas } from "./schema";

/** The request as a command and in two languages; what is in capitals is to be filled in. */
export function Examples({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  const { t } = useTranslation("docs");
  const example = useMemo(() => exampleRequest(operation, schemas, BASE), [operation, schemas]);
  const languages = Object.keys(LANGUAGES) as ExampleLanguage[];
  return (
    <>
      <Tabs
        label={t("examples")}
        tabs={languages.map((language) => ({
          key: language,
          title: language,
          content: (
            <div className="prose max-w-none!">
              <CodeBlock code={exampleText(language, example)} language={LANGUAGES[language]} />
            </div>
          ),
        }))}
      />
      <p className="mt-2 text-xs text-muted">{t("capitals")}</p>
    </>
  );
}
