import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Button, Dialog, FormError, QueryView, SkeletonRows, toasts } from "@/ui";
import { APIS, type ApiChange, type ApiTools, apiToolsQuery, changesQuery } from "./queries";

/** What the document says otherwise than was confirmed; nothing of it counts before somebody confirms it. */
export function ChangesDialog({ tools, onClose }: { tools: ApiTools; onClose: () => void }) {
  const { t } = useTranslation("tools");
  const { can } = useMember();
  const queries = useQueryClient();
  const changes = useQuery(changesQuery(tools.id));
  const { name } = tools;
  const confirm = useMutation({
    mutationFn: (digest: string) =>
      call(api.POST(`${APIS}/{api_id}/confirm`, { params: { path: { api_id: tools.id } }, body: { digest } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("apis.confirmed", { name }) });
    },
    // Whatever came of it, what there was to confirm may have changed.
    onSettled: () => queries.invalidateQueries(apiToolsQuery),
  });
  const digest = changes.data?.digest;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("apis.changes", { name })}
      description={t("apis.changesWhat")}
      onSubmit={() => digest && confirm.mutate(digest)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          {can("manage") && (
            <Button type="submit" look="primary" busy={confirm.isPending} disabled={!digest}>
              {t("apis.confirm")}
            </Button>
          )}
        </>
      }
    >
      <QueryView query={changes} skeleton={<SkeletonRows rows={3} className="h-12" />}>
        {({ data }) => (
          <ul className="flex max-h-96 flex-col gap-3 overflow-y-auto">
            {data.map((change) => (
              <ChangeRow key={`${change.subject} ${change.name} ${change.field}`} change={change} />
            ))}
          </ul>
        )}
      </QueryView>
      <FormError error={confirm.error} />
    </Dialog>
  );
}

function ChangeRow({ change }: { change: ApiChange }) {
  const { t } = useTranslation("tools");
  const { subject, name, field } = change;
  const what = field ? t(`apis.fields.${field}`, { defaultValue: field }) : t("apis.gone");
  return (
    <li className="flex flex-col gap-1">
      <p className="text-xs font-medium wrap-anywhere">
        {t(`apis.subjects.${subject}`)} {name && <code className="font-mono">{name}</code>} · {what}
      </p>
      <pre className="overflow-x-auto rounded-md bg-danger-soft px-2 py-1 text-xs whitespace-pre-wrap wrap-anywhere">
        <span className="sr-only">{t("apis.before")} </span>− {shown(change.before)}
      </pre>
      {field && (
        <pre className="overflow-x-auto rounded-md bg-accent-soft px-2 py-1 text-xs whitespace-pre-wrap wrap-anywhere">
          <span className="sr-only">{t("apis.after")} </span>+ {shown(change.after)}
        </pre>
      )}
    </li>
  );
}

const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
