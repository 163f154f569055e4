import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CopyButton, Dialog, QueryView, SkeletonRows, toasts } from "@/ui";
import { AskedFormView } from "./AskedForm";
import { formQuery, linkOf } from "./queries";

/** One form of the list: to be answered, or handed on by its link. */
export default function FormDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("workflows");
  const found = useQuery(formQuery(id));
  const form = found.data;
  const answered = () => {
    toasts.show({ kind: "success", title: t("people.sent") });
    onClose();
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={form?.title ?? t("people.formTitle")}
      description={
        form && (
          <>
            {form.app_name} ·{" "}
            <Link
              to="/apps/$appId/runs/$runId"
              params={{ appId: form.app_id, runId: form.run_id }}
              className="rounded text-accent-ink underline"
            >
              {t("people.run")}
            </Link>
          </>
        )
      }
      footer={
        form?.state === "waiting" &&
        form.form_token && (
          <div className="flex w-full flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
            <p className="min-w-0 flex-1 basis-56 text-xs text-muted">{t("people.linkWhat")}</p>
            <CopyButton text={linkOf(form.form_token)} label={t("people.copyLink")} />
          </div>
        )
      }
    >
      <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
        {(each) => <AskedFormView form={each} onAnswered={answered} />}
      </QueryView>
    </Dialog>
  );
}
