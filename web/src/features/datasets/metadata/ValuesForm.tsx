import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Button, Field, FormError, Input, QueryView, SkeletonRows, submitting, toasts } from "@/ui";
import { metadataQuery } from "../filters/queries";
import { type Field as MetadataField, setValues, useMetadataChange, type Value } from "./queries";
import { changes, typedOf } from "./values";

type Props = { datasetId: string; document: Schemas["DocumentOut"] };

/** What is known of one document. */
export function ValuesForm({ datasetId, document }: Props) {
  const { t } = useTranslation("datasets");
  const found = useQuery(metadataQuery(datasetId));
  return (
    <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
      {({ doc_metadata: fields }) =>
        fields.length > 0 ? (
          <Values datasetId={datasetId} document={document} fields={fields} />
        ) : (
          <p className="text-muted">
            {t("metadata.noFields")}{" "}
            <Link
              to="/datasets/$datasetId/metadata"
              params={{ datasetId }}
              className="rounded text-accent-ink underline"
            >
              {t("tabs.metadata")}
            </Link>
          </p>
        )
      }
    </QueryView>
  );
}

function Values({ datasetId, document, fields }: Props & { fields: MetadataField[] }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const before = Object.fromEntries((document.doc_metadata ?? []).map(({ id, value }) => [id as string, value]));
  const changed = changes(fields, before, typed);
  const save = useMetadataChange(
    datasetId,
    (values: Record<string, Value>) => setValues(datasetId, document.id, values),
    () => toasts.show({ kind: "success", title: t("saved") }),
  );
  return (
    <form onSubmit={submitting(() => save.mutate(changed))} className="flex max-w-md flex-col gap-4" noValidate>
      {fields.map(({ id, name, type }) => (
        <Field key={id} label={name}>
          <Input
            type={{ number: "number", time: "date" }[type] ?? "text"}
            step="any"
            maxLength={2000}
            disabled={!can("curate")}
            value={typed[id] ?? typedOf(type, before[id])}
            onChange={(event) => setTyped({ ...typed, [id]: event.target.value })}
          />
        </Field>
      ))}
      <FormError error={save.error} />
      {can("curate") && (
        <Button
          type="submit"
          look="primary"
          className="self-start"
          disabled={Object.keys(changed).length === 0}
          busy={save.isPending}
        >
          {t("save")}
        </Button>
      )}
    </form>
  );
}
