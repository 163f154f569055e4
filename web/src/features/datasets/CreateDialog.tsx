import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { defaultModelQuery } from "@/features/providers/queries";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select } from "@/ui";
import { DATASETS, datasetsKey } from "./queries";
import { choicesOf, type Technique } from "./technique";

const PERMISSIONS = ["only_me", "all_team_members"] as const;
type Permission = (typeof PERMISSIONS)[number];

/** `onConnect`: they want an external one instead. */
type Props = { onClose: () => void; onConnect: () => void };

export default function CreateDialog({ onClose, onConnect }: Props) {
  const { t } = useTranslation("datasets");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Technique | null>(null);
  const [permission, setPermission] = useState<Permission>("only_me");
  const [empty, setEmpty] = useState(false);
  const model = useQuery(defaultModelQuery("text-embedding"));
  const choices = choicesOf(model.data);
  const technique = choices.find((each) => each === chosen) ?? choices[0]!;
  const create = useCreate(onClose);
  const fields = fieldTexts(create.error);
  const submit = () => {
    const given = { name: name.trim(), permission };
    if (given.name === "") setEmpty(true);
    else create.mutate({ ...given, indexing_technique: technique === "automatic" ? null : technique });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("create")}
      onSubmit={submit}
      footer={
        <>
          <Button look="ghost" className="mr-auto" onClick={onConnect}>
            {t("external.link")}
          </Button>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            {t("createAction")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} error={empty ? t("nameMissing") : fields.name}>
        <Input
          autoFocus
          maxLength={40}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setEmpty(false);
          }}
        />
      </Field>
      <Field
        label={t("technique")}
        hint={t(model.data === null ? "noModel" : `techniqueHints.${technique}`, { model: model.data?.name ?? "" })}
        error={fields.indexing_technique}
      >
        <Select value={technique} onChange={(event) => setChosen(event.target.value as Technique)}>
          {choices.map((each) => (
            <option key={each} value={each}>
              {t(`techniques.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("access")} error={fields.permission}>
        <Select value={permission} onChange={(event) => setPermission(event.target.value as Permission)}>
          {PERMISSIONS.map((each) => (
            <option key={each} value={each}>
              {t(`permissions.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {Object.keys(fields).length === 0 && <FormError error={create.error} />}
    </Dialog>
  );
}

type Given = { name: string; permission: Permission; indexing_technique: "high_quality" | "economy" | null };

function useCreate(onClose: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    // The API's defaults where nothing is said.
    mutationFn: (body: Given) => call(api.POST(DATASETS, { body: { ...body, provider: "vendor" } as never })),
    onSuccess: async ({ id }) => {
      onClose();
      await queries.invalidateQueries({ queryKey: datasetsKey });
      await navigate({ to: "/datasets/$datasetId", params: { datasetId: id } });
    },
  });
}
