import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API_URL } from "@/api";
import { Button, Code, EmptyState, Page, QueryList, Section, SkeletonRows } from "@/ui";
import { NewKeyDialog } from "./NewKeyDialog";
import { tokensQuery } from "./queries";
import { TokenDialog } from "./TokenDialog";
import { TokenTable } from "./TokenTable";

/** One's personal access tokens in this workspace. */
export function TokensPage() {
  const { t } = useTranslation("keys");
  const found = useQuery(tokensQuery);
  const [naming, setNaming] = useState(false);
  // A new token in full: it is in no later reply, and in this page only until it is left.
  const [token, setToken] = useState<string | null>(null);
  const [showing, setShowing] = useState(false);
  const button = (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setNaming(true)}>
      {t("tokens.create")}
    </Button>
  );
  const none = found.data?.length === 0;
  return (
    <Page title={t("nav.pages.tokens")} description={t("tokens.what")} actions={!none && button}>
      <QueryList
        query={found}
        items={found.data ?? []}
        skeleton={<SkeletonRows rows={2} />}
        empty={
          <EmptyState
            icon={<KeyRound aria-hidden size={28} strokeWidth={1.5} />}
            title={t("tokens.none")}
            action={button}
          >
            {t("tokens.noneWhat")}
          </EmptyState>
        }
      >
        {(all) => <TokenTable tokens={all} />}
      </QueryList>
      <Section title={t("tokens.try")} description={t(token ? "tokens.withToken" : "tokens.withoutToken")}>
        <Code text={command(token)} label={t("tokens.try")} />
      </Section>
      {naming && (
        <TokenDialog
          onClose={() => setNaming(false)}
          onMade={(made) => {
            setToken(made);
            setShowing(true);
          }}
        />
      )}
      {token && showing && <NewKeyDialog token={token} title={t("tokens.new")} onClose={() => setShowing(false)} />}
    </Page>
  );
}

function command(token: string | null): string {
  return `export TREELINE_URL=${API_URL || location.origin}
export TREELINE_TOKEN='${token ?? "tlp-…"}'
curl -sS "$TREELINE_URL/console/api/apps" -H "Authorization: Bearer $TREELINE_TOKEN"
treeline apps import app.yaml`;
}
