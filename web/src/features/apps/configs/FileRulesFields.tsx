import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input } from "@/ui";
import { FILE_KINDS, FILE_WAYS, type FileRules, MOST_FILES, plain, toggled } from "./fileUpload";

type Props = { rules: FileRules; onChange: (patch: Partial<FileRules>) => void };

/** Of which kinds files may be, where they come from, and how many there may be. */
export function FileRulesFields({ rules, onChange }: Props) {
  const { t } = useTranslation("apps");
  return (
    <>
      <fieldset className="flex min-w-0 flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1 font-medium">{t("fileRules.kinds")}</legend>
        {FILE_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={t(`fileKinds.${kind}`)}
            checked={rules.kinds.includes(kind)}
            onChange={(event) => onChange({ kinds: toggled(FILE_KINDS, rules.kinds, kind, event.target.checked) })}
          />
        ))}
      </fieldset>
      {rules.kinds.includes("custom") && <Extensions rules={rules} onChange={onChange} />}
      <fieldset className="flex min-w-0 flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1 font-medium">{t("fileRules.ways")}</legend>
        {FILE_WAYS.map((way) => (
          <Checkbox
            key={way}
            label={t(`fileWays.${way}`)}
            checked={rules.ways.includes(way)}
            onChange={(event) => onChange({ ways: toggled(FILE_WAYS, rules.ways, way, event.target.checked) })}
          />
        ))}
      </fieldset>
      {(rules.kinds.length === 0 || rules.ways.length === 0) && (
        <p className="text-xs text-danger-ink">{t("fileRules.takesNone")}</p>
      )}
      <Field label={t("fileRules.most")} className="max-w-40">
        <Input
          type="number"
          min={1}
          max={MOST_FILES}
          value={rules.most || ""}
          onChange={(event) => onChange({ most: Number(event.target.value) })}
        />
      </Field>
    </>
  );
}

/** What is typed stays as it is until the field is left. */
function Extensions({ rules, onChange }: Props) {
  const { t } = useTranslation("apps");
  const [typed, setTyped] = useState<string | null>(null);
  const set = (text: string) => {
    setTyped(text);
    onChange({
      extensions: [
        ...new Set(
          text
            .split(/[\s,]+/)
            .map(plain)
            .filter(Boolean),
        ),
      ],
    });
  };
  return (
    <Field label={t("fileRules.extensions")} hint={t("fileRules.extensionsHint")}>
      <Input
        className="font-mono"
        placeholder="csv, log"
        spellCheck={false}
        value={typed ?? rules.extensions.join(", ")}
        onChange={(event) => set(event.target.value)}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}
