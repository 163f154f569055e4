import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";

type Props<T> = {
  title: string;
  description: string;
  action: string;
  danger?: boolean;
  send: UseMutationResult<T, unknown, string>;
  onClose: () => void;
};

/** Asks for a code of the app, or a recovery code, before something is done. */
export function CodeDialog<T>({ title, description, action, danger, send, onClose }: Props<T>) {
  const { t } = useTranslation("accounts");
  const [code, setCode] = useState("");
  const fields = fieldTexts(send.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      onSubmit={() => send.mutate(code)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look={danger ? "danger" : "primary"} busy={send.isPending}>
            {action}
          </Button>
        </>
      }
    >
      <Field label={t("twoStep.code")} hint={t("twoStep.codeHint")} error={fields.code}>
        <Input
          autoFocus
          autoComplete="one-time-code"
          maxLength={40}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      {!fields.code && <FormError error={send.error} />}
    </Dialog>
  );
}
