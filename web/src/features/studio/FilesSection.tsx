import { useTranslation } from "react-i18next";
import { FileRulesFields } from "@/features/apps/configs/FileRulesFields";
import { type FileRules, fileRules, withFileRules } from "@/features/apps/configs/fileUpload";
import { Checkbox, Section } from "@/ui";
import type { Draft } from "./draft";

/** Which files a question may bring. */
export function FilesSection({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation("studio");
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
        {rules.enabled && <FileRulesFields rules={rules} onChange={set} />}
      </div>
    </Section>
  );
}
