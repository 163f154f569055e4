import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, session } from "@/api";
import { Button, Dialog, FormError, QueryView, SkeletonRows } from "@/ui";
import { useMember } from "../queries";
import type { Sent } from "../recovery/AskForMail";
import { CodeForm } from "../recovery/CodeForm";
import { SentMail } from "../recovery/SentMail";

const previewQuery = queryOptions({
  queryKey: ["account-deletion"],
  queryFn: () => call(api.GET("/console/api/account/delete")),
  staleTime: 0,
});

/** What goes with the account, then a code by mail: nobody deletes it by a slip, or at a screen that was left alone. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  const preview = useQuery(previewQuery);
  const [sent, setSent] = useState<Sent>();
  const ask = useMutation({
    mutationFn: () => call(api.GET("/console/api/account/delete/verify")),
    onSuccess: ({ data, mailed }) => setSent({ email: profile.email, token: data, mailed }),
  });
  const remove = (code: string) =>
    call(api.POST("/console/api/account/delete", { body: { token: sent?.token ?? "", code } }));
  const leave = () => {
    session.setKnown(false);
    // Nothing of theirs stays in memory.
    location.assign("/signin");
  };
  const names = (workspaces: { name: string }[]) => workspaces.map(({ name }) => name).join(", ");
  const blocked = Boolean(preview.data?.blocks.length);
  const title = t("closing.action");
  if (sent) {
    return (
      <Dialog open onClose={onClose} title={title} description={<SentMail {...sent} confirms />}>
        <div className="pb-5">
          <CodeForm action={title} prove={remove} onProven={leave} onAgain={() => setSent(undefined)} danger />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t("closing.what", { email: profile.email })}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            look="danger"
            disabled={!preview.isSuccess || blocked}
            busy={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {t("recovery.sendCode")}
          </Button>
        </>
      }
    >
      <QueryView query={preview} skeleton={<SkeletonRows rows={1} />}>
        {({ ends, blocks }) => (
          <>
            {ends.length > 0 && <p>{t("closing.ends", { names: names(ends) })}</p>}
            {blocks.length > 0 && <p role="alert">{t("closing.blocks", { names: names(blocks) })}</p>}
          </>
        )}
      </QueryView>
      <FormError error={ask.error} />
    </Dialog>
  );
}
