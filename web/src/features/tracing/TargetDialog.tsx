import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select, Textarea } from "@/ui";
import { CONTENTS, type Contents, FIELDS, NAMES, type Provider, type TraceConfig } from "./providers";
import { useTracing } from "./queries";

type Props = { appId: string; provider: Provider; target?: TraceConfig; onClose: () => void };

/** Where traces go, which runs, and how much of what they say. */
export function TargetDialog({ appId, provider, target, onClose }: Props) {
  const { t } = useTranslation("tracing");
  const { add, change } = useTracing(appId);
  const [values, setValues] = useState<Record<string, string>>(target?.tracing_config ?? {});
  const [share, setShare] = useState(String(Math.round((target?.sampling ?? 1) * 10_000) / 100));
  const [contents, setContents] = useState<Contents>(target?.contents ?? "full");
  const [patterns, setPatterns] = useState(target?.patterns.join("\n") ?? "");
  const saving = target ? change : add;
  const save = () =>
    saving.mutate(
      {
        tracing_provider: provider,
        tracing_config: values,
        sampling: Number(share) / 100,
        contents,
        patterns: patterns.split("\n").filter((each) => each.trim()),
        enabled: target?.enabled ?? true,
      },
      { onSuccess: onClose },
    );
  const wrong = fieldTexts(saving.error);
  const inPatterns = Object.entries(wrong).find(([path]) => path.startsWith("patterns"))?.[1];
  return (
    <Dialog
      open
      title={t("setUpOne", { name: NAMES[provider] })}
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={saving.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      {FIELDS[provider].map(({ name, secret, placeholder }) => {
        const bind = {
          value: values[name] ?? "",
          placeholder,
          maxLength: 2000,
          autoComplete: "off",
          onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
        };
        return (
          <Field
            key={name}
            label={t(`fields.${name}`)}
            hint={name === "headers" ? t("headersHint") : undefined}
            error={wrong[`tracing_config.${name}`]}
          >
            {name === "headers" ? <Textarea {...bind} /> : <Input {...bind} type={secret ? "password" : "text"} />}
          </Field>
        );
      })}
      <Field label={t("share")} hint={t("shareHint")} error={wrong.sampling}>
        <Input
          type="number"
          min={0}
          max={100}
          step="any"
          className="max-w-32"
          value={share}
          onChange={(event) => setShare(event.target.value)}
        />
      </Field>
      <Field label={t("contents")} hint={t(`contentsHint.${contents}`)} error={wrong.contents}>
        <Select
          value={contents}
          onChange={(event) => setContents(CONTENTS.find((each) => each === event.target.value) ?? "full")}
        >
          {CONTENTS.map((each) => (
            <option key={each} value={each}>
              {t(`contentsOf.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {contents === "masked" && (
        <Field label={t("patterns")} hint={t("patternsHint")} error={inPatterns}>
          <Textarea
            className="font-mono"
            value={patterns}
            placeholder={"\\d{16}"}
            onChange={(event) => setPatterns(event.target.value)}
          />
        </Field>
      )}
      {Object.keys(wrong).length === 0 && <FormError error={saving.error} />}
    </Dialog>
  );
}
