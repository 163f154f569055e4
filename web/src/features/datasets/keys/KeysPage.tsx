import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API_URL } from "@/api";
import { NewKeyDialog } from "@/features/keys/NewKeyDialog";
import { Button, Code, EmptyState, QueryList, Section, SkeletonRows } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import type { Dataset } from "../queries";
import { ApiSwitch } from "./ApiSwitch";
import { KeyDialog } from "./KeyDialog";
import { KeyTable } from "./KeyTable";
import { keysQuery, opens } from "./queries";

/** Keys that programs read and fill this knowledge base with. */
export function KeysPage() {
  const [naming, setNaming] = useState(false);
  const { t } = useTranslation("datasets");
  const button = (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setNaming(true)}>
      {t("keys.create")}
    </Button>
  );
  return (
    <DatasetFrame actions={button}>
      {(dataset) => <Keys key={dataset.id} dataset={dataset} naming={naming} onNamed={() => setNaming(false)} />}
    </DatasetFrame>
  );
}

type Props = { dataset: Dataset; naming: boolean; onNamed: () => void };

function Keys({ dataset, naming, onNamed }: Props) {
  const { t } = useTranslation("datasets");
  const found = useQuery(keysQuery);
  const keys = (found.data ?? []).filter((key) => opens(key, dataset.id));
  // A new key in full: it is in no later reply, and in this page only until it is left.
  const [token, setToken] = useState<string | null>(null);
  const [showing, setShowing] = useState(false);
  return (
    <>
      <QueryList
        query={found}
        items={keys}
        skeleton={<SkeletonRows rows={2} />}
        empty={
          <EmptyState icon={<KeyRound aria-hidden size={28} strokeWidth={1.5} />} title={t("keys.none")}>
            {t("keys.noneWhat")}
          </EmptyState>
        }
      >
        {(all) => <KeyTable datasetId={dataset.id} keys={all} />}
      </QueryList>
      <Section title={t("keys.try")} description={t(token ? "keys.withKey" : "keys.withoutKey")}>
        <Code text={command(dataset.id, token)} label={t("keys.try")} />
      </Section>
      <ApiSwitch dataset={dataset} />
      {naming && (
        <KeyDialog
          datasetId={dataset.id}
          onClose={onNamed}
          onMade={(made) => {
            setToken(made);
            setShowing(true);
          }}
        />
      )}
      {token && showing && <NewKeyDialog token={token} title={t("keys.new")} onClose={() => setShowing(false)} />}
    </>
  );
}

function command(datasetId: string, token: string | null): string {
  return `curl ${API_URL || location.origin}/v1/datasets/${datasetId}/retrieve \\
  -H 'Authorization: Bearer ${token ?? "ds-…"}' -H 'Content-Type: application/json' \\
  -d '{"query": "How long does a refund take?"}'`;
}
