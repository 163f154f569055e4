import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Button, Page, QueryList, Section, SkeletonRows } from "@/ui";
import { FIELDS, NAMES, PROVIDERS, type Provider } from "./providers";
import { targetsQuery } from "./queries";
import { TargetDialog } from "./TargetDialog";
import { TargetSection } from "./TargetSection";

/** Where the app's runs are sent as traces, and what became of them. */
export function TracingPage() {
  const { t } = useTranslation("tracing");
  const app = useApp();
  const found = useQuery(targetsQuery(app.id));
  const [adding, setAdding] = useState<Provider>();
  const targets = found.data?.data ?? [];
  const left = PROVIDERS.filter((each) => !targets.some((target) => target.tracing_provider === each));
  return (
    <Page title={t("nav.pages.tracing")} description={t("what")} narrow>
      <QueryList
        query={found}
        items={targets}
        skeleton={<SkeletonRows rows={2} className="h-12" />}
        empty={<p className="text-sm text-muted">{t("none")}</p>}
      >
        {(all) => (
          <div className="flex flex-col gap-5">
            {all.map((target) => (
              <TargetSection key={target.id} appId={app.id} target={target} />
            ))}
          </div>
        )}
      </QueryList>
      {found.data && left.length > 0 && (
        <Section title={t("add")} description={t("addWhat")}>
          <ul className="grid gap-2 sm:grid-cols-2">
            {left.map((provider) => (
              <li key={provider} className="flex items-center justify-between gap-3 rounded-md border border-line p-3">
                <div className="min-w-0">
                  <p className="font-medium">{NAMES[provider]}</p>
                  <p className="truncate text-xs text-muted">
                    {FIELDS[provider].find((each) => each.placeholder)?.placeholder}
                  </p>
                </div>
                <Button
                  size="small"
                  aria-label={t("setUpOne", { name: NAMES[provider] })}
                  onClick={() => setAdding(provider)}
                >
                  {t("setUp")}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {adding && <TargetDialog appId={app.id} provider={adding} onClose={() => setAdding(undefined)} />}
    </Page>
  );
}
