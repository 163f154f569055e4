import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { NewKeyDialog } from "@/features/keys/NewKeyDialog";
import { Button, EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { useApp } from "../queries";
import { ApiSwitch } from "./ApiSwitch";
import { KeyNameDialog } from "./KeyNameDialog";
import { KeyTable } from "./KeyTable";
import { keysQuery } from "./queries";
import { Snippets } from "./Snippets";

/** Keys of the app, and commands that use one. */
export function AccessPage() {
  const { t } = useTranslation("apps");
  const app = useApp();
  const { can } = useMember();
  const keys = useQuery({ ...keysQuery(app.id), enabled: can("edit") });
  // A new key in full: it is in no later reply, and in this page only until it is left.
  const [token, setToken] = useState<string | null>(null);
  const [showing, setShowing] = useState(false);
  const [naming, setNaming] = useState(false);
  const button = (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setNaming(true)}>
      {t("keys.create")}
    </Button>
  );
  const none = keys.data?.data.length === 0;
  return (
    <Page title={t("nav.pages.access")} description={t("keys.what")} actions={can("edit") && !none && button}>
      {can("edit") ? (
        <QueryList
          query={keys}
          items={keys.data?.data ?? []}
          skeleton={<SkeletonRows rows={2} />}
          empty={
            <EmptyState
              icon={<KeyRound aria-hidden size={28} strokeWidth={1.5} />}
              title={t("keys.none")}
              action={button}
            >
              {t("keys.noneWhy")}
            </EmptyState>
          }
        >
          {(all) => <KeyTable appId={app.id} keys={all} />}
        </QueryList>
      ) : (
        <p className="text-muted">{t("keys.ofOthers")}</p>
      )}
      <Snippets token={token} />
      <ApiSwitch />
      {naming && (
        <KeyNameDialog
          appId={app.id}
          onClose={() => setNaming(false)}
          onMade={(made) => {
            setToken(made);
            setShowing(true);
          }}
        />
      )}
      {token && showing && <NewKeyDialog token={token} title={t("keys.new")} onClose={() => setShowing(false)} />}
    </Page>
  );
}
