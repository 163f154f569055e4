// Runs begin here when something happens elsewhere.
import { CalendarClock, Radio, Webhook } from "lucide-react";
import { eventOutputs } from "./eventOutputs";
import { type NodeKind, SOURCE } from "./kind";
import { rowOf, rowsOf, textOf, typeNamed, variable } from "./reading";

const trigger = { group: "start", isRoot: true, mode: "workflow", handles: () => SOURCE } as const;

export const webhookTrigger: NodeKind = {
  ...trigger,
  type: "trigger-webhook",
  icon: Webhook,
  outputs: (data) => {
    // Where several have one name, the body's counts.
    const fields = [data.headers, data.params, data.body].flatMap(rowsOf).filter((each) => textOf(each.name));
    const types = new Map(
      fields.map((each) => [textOf(each.name).replaceAll("-", "_"), typeNamed(each.type || "string")]),
    );
    return [...[...types].map(([name, type]) => variable(name, type)), variable("_webhook_raw", "object")];
  },
  summary: (data) => textOf(data.method),
};

export const scheduleTrigger: NodeKind = {
  ...trigger,
  type: "trigger-schedule",
  icon: CalendarClock,
  outputs: () => [variable("current_time", "string")],
  summary: (data) => {
    if (data.mode === "cron") return textOf(data.cron_expression);
    return [textOf(rowOf(data.visual_config).time), textOf(data.timezone)].filter(Boolean).join(" · ");
  },
};

export const eventTrigger: NodeKind = {
  ...trigger,
  type: "trigger-plugin",
  icon: Radio,
  outputs: (data) => eventOutputs(textOf(data.provider_id)),
  summary: (data) => textOf(data.event_name),
};
