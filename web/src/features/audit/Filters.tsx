import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "@/features/accounts/members";
import { useMember } from "@/features/accounts/queries";
import { Button, Select } from "@/ui";
import type texts from "./locales/en.json";
import { type AuditSearch, PERIODS, type Period } from "./search";

type Kind = keyof (typeof texts)["kinds"];

export function Filters({ search }: { search: AuditSearch }) {
  const { t, i18n } = useTranslation("audit");
  const { profile } = useMember();
  const members = useQuery(membersQuery);
  const navigate = useNavigate({ from: "/settings/audit" });
  const set = (patch: { [key in keyof AuditSearch]?: string }) => {
    const next = Object.entries({ ...search, ...patch }).filter(([, value]) => value);
    void navigate({ search: Object.fromEntries(next), replace: true });
  };
  const kinds = Object.keys(t("kinds", { returnObjects: true })) as Kind[];
  const byName = new Intl.Collator(i18n.language);
  const isForeign = search.who && members.data && !members.data.some(({ id }) => id === search.who);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {profile.is_instance_admin && (
        <Choice
          label={t("log")}
          any={t("logs.workspace")}
          value={search.log}
          options={[["installation", t("logs.installation")]]}
          onChange={(log) => set({ log })}
        />
      )}
      <Choice
        label={t("who")}
        any={t("anyone")}
        value={search.who}
        options={[
          ...(members.data ?? []).map(({ id, name }) => [id, name] as const),
          ...(isForeign ? [[search.who!, t("someone")] as const] : []),
        ]}
        onChange={(who) => set({ who })}
      />
      <Choice
        label={t("kind")}
        any={t("anyKind")}
        value={search.kind}
        options={kinds
          .map((kind) => [kind, t(`kinds.${kind}`)] as const)
          .sort((one, other) => byName.compare(one[1], other[1]))}
        onChange={(kind) => set({ kind })}
      />
      <Choice
        label={t("period")}
        any={t("anyPeriod")}
        value={search.period}
        options={(Object.keys(PERIODS) as Period[]).map((period) => [period, t(`periods.${period}`)] as const)}
        onChange={(period) => set({ period })}
      />
      {search.object && (
        <Button onClick={() => set({ object: "" })}>
          <X aria-hidden size={14} /> {t("allObjects")}
        </Button>
      )}
    </div>
  );
}

type ChoiceProps = {
  label: string;
  any: string;
  value: string | undefined;
  options: (readonly [string, string])[];
  onChange: (value: string) => void;
};

function Choice({ label, any, value = "", options, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      className="w-auto! max-w-full"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{any}</option>
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </Select>
  );
}
