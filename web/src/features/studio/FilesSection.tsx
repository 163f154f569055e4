import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  FILE_KINDS,
  FILE_WAYS,
  type FileRules,
  fileRules,
  MOST_FILES,
  plain,
  toggled,
  withFileRules,
} from "@/features/apps/configs/fileUpload";
import { Checkbox, Field, Input, Section } from "@/ui";
import type { Draft } from "./draft";

/** Which files a question may bring. */
export function FilesSection({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation(["studio", "apps"]);
  const rules = fileRules(config.file_upload);
  const set = (patch: Partial<FileRules>) => change({ file_upload: withFileRules(config.file_upload, patch) });
  return (
    <Section title={t("files.title")} description={t("files.what")}>
      <div className="flex flex-col gap-4">
        <Checkbox
          label={t("files.enabled")}
          checked={rules.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />
        {rules.enabled && <Rules rules={rules} onChange={set} />}
      </div>
    </Section>
  );
}

type Props = { rules: FileRules; onChange: (patch: Partial<FileRules>) => void };

function Rules({ rules, onChange }: Props) {
  const { t } = useTranslation(["studio", "apps"]);
  return (
    <>
      <fieldset className="flex min-w-0 flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1 font-medium">{t("files.kinds")}</legend>
        {FILE_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={t(`apps:fileKinds.${kind}`)}
            checked={rules.kinds.includes(kind)}
            onChange={(event) => onChange({ kinds: toggled(FILE_KINDS, rules.kinds, kind, event.target.checked) })}
          />
        ))}
      </fieldset>
      {rules.kinds.includes("custom") && <Extensions rules={rules} onChange={onChange} />}
      <fieldset className="flex min-w-0 flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1 font-medium">{t("files.ways")}</legend>
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
        <p className="text-xs text-danger-ink">{t("files.takesNone")}</p>
      )}
      <Field label={t("files.most")} className="max-w-40">
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
  const { t } = useTranslation(["studio", "apps"]);
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
    <Field label={t("files.extensions")} hint={t("files.extensionsHint")}>
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
