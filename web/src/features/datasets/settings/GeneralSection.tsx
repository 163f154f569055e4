import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field, FormError, fieldTexts, Input, Section, Select, submitting, Textarea } from "@/ui";
import type { Dataset } from "../queries";
import { MembersChoice } from "./MembersChoice";
import { useDatasetChange } from "./useDatasetChange";

export const PERMISSIONS = ["only_me", "partial_members", "all_team_members"] as const;

export function GeneralSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const save = useDatasetChange(dataset.id);
  const [name, setName] = useState(dataset.name);
  const [description, setDescription] = useState(dataset.description ?? "");
  const [permission, setPermission] = useState(dataset.permission);
  const [members, setMembers] = useState(dataset.partial_member_list ?? []);
  const fields = fieldTexts(save.error);
  const submit = () =>
    save.mutate({
      name: name.trim(),
      description,
      permission,
      ...(permission === "partial_members" ? { partial_member_list: members } : {}),
    });
  return (
    <Section title={t("settings.general")}>
      <form onSubmit={submitting(submit)} className="flex flex-col gap-4" noValidate>
        <Field label={t("name")} error={fields.name ?? (name.trim() ? undefined : t("nameMissing"))}>
          <Input maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t("settings.description")} hint={t("settings.descriptionHint")} error={fields.description}>
          <Textarea maxLength={400} value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <Field label={t("access")} hint={t(`settings.permissionHints.${permission}`)} error={fields.permission}>
          <Select value={permission} onChange={(event) => setPermission(event.target.value as typeof permission)}>
            {PERMISSIONS.map((each) => (
              <option key={each} value={each}>
                {t(`permissions.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        {permission === "partial_members" && (
          <MembersChoice ownerId={dataset.created_by} chosen={members} onChange={setMembers} />
        )}
        {Object.keys(fields).length === 0 && <FormError error={save.error} />}
        <Button type="submit" look="primary" className="self-start" disabled={name.trim() === ""} busy={save.isPending}>
          {t("save")}
        </Button>
      </form>
    </Section>
  );
}
