import { useQuery } from "@tanstack/react-query";
import { Play, Square } from "lucide-react";
import { useCallback, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Inputs, inputsFor, missing } from "@/features/apps/configs/inputs";
import { Button, errorText, Field, Select, submitting, Textarea, toasts } from "@/ui";
import type { Graph } from "../graph/types";
import { WaitingForms } from "../people/WaitingForms";
import { FromHere } from "./FromHere";
import { formOf, objectOf, rootsOf } from "./form";
import { Listen } from "./Listen";
import { stepsQuery } from "./queries";
import { RunResult } from "./RunResult";
import { StartFields } from "./StartFields";
import type { Step, Values } from "./steps";
import { Timeline } from "./Timeline";
import type { RunTrial } from "./trial";

/** Triggers that hear of what happens elsewhere. */
const HEARS = ["trigger-webhook", "trigger-plugin"];

type Props = { trial: RunTrial; graph: Graph; save: () => Promise<unknown> };
type Files = Record<string, { value: Values[string]; ready: boolean }>;

/** The draft on trial: its form, and the run that comes of it. */
export function WorkflowTry({ trial, graph, save }: Props) {
  const { t } = useTranslation("workflows");
  const tried = useSyncExternalStore(trial.subscribe, trial.read);
  const roots = rootsOf(graph);
  const [chosen, setChosen] = useState<string | null>(null);
  const root = roots.find((each) => each.id === chosen) ?? roots[0];
  const isStart = root?.data.type === "start";
  const form = formOf(isStart ? root : undefined);
  const [given, setGiven] = useState<Inputs>({});
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [files, setFiles] = useState<Files>({});
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const inputs = inputsFor(form.plain, given);
  const missed = [
    ...missing(form.plain, inputs),
    ...form.objects.filter((each) => each.required && !texts[each.variable]).map((each) => each.variable),
  ];
  const values: Values = { ...inputs };
  for (const { variable } of form.objects) if (texts[variable]) values[variable] = objectOf(texts[variable]);
  for (const { variable } of form.files) values[variable] = files[variable]?.value ?? null;
  const wrong = form.objects.some(({ variable }) => texts[variable] && values[variable] === null);
  const raw = objectOf(texts[""] || "{}");
  const sending = Object.values(files).some((each) => !each.ready);
  const run = async () => {
    setAsked(true);
    if (trial.isBusy || sending || wrong || missed.length > 0 || (!isStart && raw === null)) return;
    setAsked(false);
    setSaving(true);
    try {
      await save();
    } catch (error) {
      toasts.show({ kind: "error", title: errorText(error) });
      return;
    } finally {
      setSaving(false);
    }
    await trial.run(isStart ? values : raw!, isStart ? undefined : root?.id);
  };
  const stop = () => trial.stop().catch((error) => toasts.show({ kind: "error", title: errorText(error) }));
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
      <form onSubmit={submitting(() => void run())} className="flex flex-col gap-3" noValidate>
        {roots.length > 1 && (
          <Field label={t("running.root")}>
            <Select value={root?.id} onChange={(event) => setChosen(event.target.value)}>
              {roots.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.data.title}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {isStart || !root ? (
          <StartFields
            form={form}
            inputs={inputs}
            missed={asked ? missed : []}
            onChange={setGiven}
            texts={texts}
            onText={setTexts}
            onFiles={(variable, value, ready) => setFiles((all) => ({ ...all, [variable]: { value, ready } }))}
          />
        ) : (
          <Field
            label={t("running.rawInputs")}
            hint={t("running.rawHint")}
            {...(raw === null ? { error: t("running.noObject") } : {})}
          >
            <Textarea
              className="font-mono text-xs!"
              spellCheck={false}
              placeholder="{}"
              value={texts[""] ?? ""}
              onChange={(event) => setTexts({ ...texts, "": event.target.value })}
            />
          </Field>
        )}
        {tried.state === "running" ? (
          <Button icon={<Square aria-hidden size={12} fill="currentColor" />} busy={tried.stopping} onClick={stop}>
            {t("running.stop")}
          </Button>
        ) : (
          <Button type="submit" look="primary" busy={saving || sending} icon={<Play aria-hidden size={14} />}>
            {t("running.run")}
          </Button>
        )}
      </form>
      {root && HEARS.includes(root.data.type) && tried.state !== "running" && (
        <Listen trial={trial} nodeId={root.id} save={save} />
      )}
      {tried.state !== "none" && <RunResult tried={tried} />}
      {tried.state === "paused" && tried.runId && (
        <WaitingForms runId={tried.runId} onAnswered={() => void trial.watch(tried.runId!)} />
      )}
      <TriedSteps trial={trial} save={save} />
    </div>
  );
}

/** The steps of the run on trial: as they are told, and once it is over as they are stored. */
export function TriedSteps({ trial, save }: Pick<Props, "trial" | "save">) {
  const { state, runId, steps } = useSyncExternalStore(trial.subscribe, trial.read);
  const over = state === "over" && runId !== null;
  const stored = useQuery({ ...stepsQuery(trial.appId, runId ?? ""), enabled: over });
  const shown = over && stored.data && stored.data.length >= steps.length ? stored.data : steps;
  const actions = useCallback(
    (step: Step) => over && <FromHere trial={trial} nodeId={step.nodeId} runId={runId} save={save} />,
    [over, trial, runId, save],
  );
  if (shown.length === 0) return null;
  return <Timeline appId={trial.appId} steps={shown} actions={actions} />;
}
