import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { Badge, Button, FormError } from "@/ui";

type Area = Schemas["ExaminedOut"];
type Finding = Schemas["AdviceOut"];

const TONES = { ok: "good", warning: "warn", error: "bad", skipped: "neutral" } as const;

/** What `treeline doctor` finds, when somebody asks. */
export function Doctor() {
  const { t } = useTranslation("operations");
  const look = useMutation({ mutationFn: () => call(api.POST("/console/api/operations/doctor")) });
  return (
    <section className="flex flex-col gap-3" aria-labelledby="doctor">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 id="doctor" className="font-semibold">
            {t("doctor.title")}
          </h2>
          <p className="text-sm text-muted">{t("doctor.what")}</p>
        </div>
        <Button busy={look.isPending} onClick={() => look.mutate()}>
          {look.isSuccess ? t("doctor.again") : t("doctor.check")}
        </Button>
      </div>
      <FormError error={look.error} />
      <div role="status">{look.isSuccess && <Diagnosis areas={look.data.data} />}</div>
    </section>
  );
}

function Diagnosis({ areas }: { areas: Area[] }) {
  const { t } = useTranslation("operations");
  const telling = areas.filter((area) => area.level !== "ok");
  const well = areas.filter((area) => area.level === "ok");
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2">
        {telling.map((area) => (
          <li key={area.name} className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2.5">
            <p className="flex items-center gap-2 text-sm font-medium">
              {t(`doctor.areas.${area.name}` as never)}
              <Badge tone={TONES[area.level]}>{t(`doctor.${area.level}`)}</Badge>
            </p>
            {area.findings.map((finding) => (
              <Advice key={finding.code + finding.message} finding={finding} />
            ))}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">
        {telling.length
          ? t("doctor.well", { areas: well.map((area) => t(`doctor.areas.${area.name}` as never)).join(", ") })
          : t("doctor.allWell")}
      </p>
    </div>
  );
}

/** In the reader's language where we have it; what a server said stays as it said it. */
function Advice({ finding }: { finding: Finding }) {
  const { t } = useTranslation("findings" as never) as { t: (key: string, options: object) => string };
  const said = (part: "message" | "remedy") =>
    t(`${finding.code}.${part}`, { ...finding.params, defaultValue: finding[part] });
  return (
    <div className="flex flex-col gap-0.5 text-sm">
      <p className="break-words">{said("message")}</p>
      <p className="break-words text-muted">{said("remedy")}</p>
    </div>
  );
}
