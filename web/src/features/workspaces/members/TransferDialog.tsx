import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import type { Colleague } from "@/features/accounts/members";
import { useMember } from "@/features/accounts/queries";
import { isOver } from "@/features/accounts/recovery/LinkProblem";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select } from "@/ui";
import { invitationsQuery } from "../queries";

const MEMBERS = "/console/api/workspaces/current/members";
type Props = { members: Colleague[]; onClose: () => void };

/** Two steps: a code is mailed to the owner, and with it they name the next owner. */
export function TransferDialog({ members, onClose }: Props) {
  const { t } = useTranslation("workspaces");
  const { profile, workspace } = useMember();
  const others = members.filter(({ id }) => id !== profile.id);
  const [to, setTo] = useState(others[0]?.id ?? "");
  const [code, setCode] = useState("");
  const mails = useQuery(invitationsQuery).data?.mails ?? true;
  const ask = useMutation({
    mutationFn: async () => (await call(api.POST(`${MEMBERS}/send-owner-transfer-confirm-email`, { body: {} }))).data,
  });
  const transfer = useMutation({
    mutationFn: async (asked: string) => {
      const body = { token: asked, code: code.trim() };
      const { token } = await call(api.POST(`${MEMBERS}/owner-transfer-check`, { body }));
      const params = { path: { account_id: to } };
      await call(api.POST(`${MEMBERS}/{account_id}/owner-transfer`, { params, body: { token } }));
    },
    // What this account may do is another now.
    onSuccess: () => location.reload(),
  });
  const asked = ask.data;
  const { code: wrong } = fieldTexts(transfer.error);
  const submit = () => (asked === undefined ? ask.mutate() : transfer.mutate(asked));
  const again = () => {
    transfer.reset();
    setCode("");
    ask.mutate();
  };
  const busy = ask.isPending || transfer.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("transfer.title", { workspace: workspace.name })}
      description={t("transfer.what")}
      onSubmit={() => !busy && to && submit()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look={asked ? "danger" : "primary"} busy={busy} disabled={!to}>
            {t(asked ? "transfer.confirm" : "transfer.ask")}
          </Button>
        </>
      }
    >
      <Field label={t("transfer.to")}>
        <Select value={to} onChange={(event) => setTo(event.target.value)}>
          {others.map(({ id, name, email }) => (
            <option key={id} value={id}>
              {name} ({email})
            </option>
          ))}
        </Select>
      </Field>
      {asked && (
        <Field
          label={t("transfer.code")}
          hint={mails ? t("transfer.mailed", { email: profile.email }) : t("transfer.noMail")}
          error={wrong}
        >
          <Input
            autoFocus
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
      )}
      {!wrong && <FormError error={ask.error ?? transfer.error} />}
      {isOver(transfer.error) && (
        <Button busy={ask.isPending} onClick={again}>
          {t("transfer.again")}
        </Button>
      )}
    </Dialog>
  );
}
