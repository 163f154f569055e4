import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field, FormError, fieldTexts, Input, submitting } from "@/ui";
import { isOver } from "./LinkProblem";

type Props<T> = {
  action: string;
  prove: (code: string) => Promise<T>;
  onProven: (result: T) => void;
  danger?: boolean;
  /** Where no other way to a new code is beside it. */
  onAgain?: () => void;
  children?: ReactNode;
};

/** The six digits of a mail. */
export function CodeForm<T>({ action, prove, onProven, danger, onAgain, children }: Props<T>) {
  const { t } = useTranslation("accounts");
  const [code, setCode] = useState("");
  const send = useMutation({ mutationFn: () => prove(code), onSuccess: onProven });
  const fields = fieldTexts(send.error);
  if (onAgain && isOver(send.error)) {
    return (
      <div className="flex flex-col gap-4">
        <FormError error={send.error} />
        <Button look="primary" onClick={onAgain}>
          {t("recovery.again")}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={submitting(() => send.mutate())} className="flex flex-col gap-4">
      <Field label={t("recovery.code")} error={fields.code}>
        <Input
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          required
          autoFocus
          className="font-mono tracking-widest"
          value={code}
          // Pasted with what stands around it.
          onChange={(event) => setCode(event.target.value.replace(/\D/g, ""))}
        />
      </Field>
      {children}
      {!fields.code && <FormError error={send.error} />}
      <Button type="submit" look={danger ? "danger" : "primary"} busy={send.isPending}>
        {action}
      </Button>
    </form>
  );
}
