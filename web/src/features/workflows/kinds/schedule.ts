// What the data of a schedule's node means, and what a cron expression says in words.
import type { TFunction } from "i18next";

export const FREQUENCIES = ["hourly", "daily", "weekly", "monthly"] as const;
export type Frequency = (typeof FREQUENCIES)[number];
/** As the API calls them; their places are those of cron. */
export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export const LAST_DAY = "last";

/** "9:30 PM" as the 21:30 of a time field; empty if it is no time. */
export function toClock(text: string): string {
  const found = /^(\d{1,2}):(\d{2})\s*(?:([ap])\.?m\.?)?$/i.exec(text.trim());
  if (!found) return "";
  const [, hours, minutes, half] = found;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(hours);
  return hour < 24 && Number(minutes) < 60 ? `${String(hour).padStart(2, "0")}:${minutes}` : "";
}

/** "21:30" as the API keeps it: "9:30 PM". */
export function fromClock(clock: string): string {
  const [hours = "0", minutes = "00"] = clock.split(":");
  const hour = Number(hours);
  return `${hour % 12 || 12}:${minutes} ${hour < 12 ? "AM" : "PM"}`;
}

export type When =
  | { every: "minutes"; step: number }
  | { every: "hourly"; minute: number }
  | { every: "daily"; clock: string }
  | { every: "weekly"; clock: string; weekdays: number[] }
  | { every: "monthly"; clock: string; days: (number | typeof LAST_DAY)[] };

/** Of minutes: those that part an hour evenly. */
const STEPS = new Set(["1", "2", "3", "4", "5", "6", "10", "12", "15", "20", "30"]);

/** A cron expression that has words of its own; nothing for any other. */
export function whenOf(cron: string): When | undefined {
  const [minute = "", hour = "", day = "", month, weekday = ""] = cron.split(" ");
  const [, step = "1"] = /^\*(?:\/(\d+))?$/.exec(minute) ?? [];
  if (minute.startsWith("*") && STEPS.has(step) && [hour, day, month, weekday].every((each) => each === "*")) {
    return { every: "minutes", step: Number(step) };
  }
  if (!/^\d+$/.test(minute) || month !== "*") return undefined;
  if (hour === "*" && day === "*" && weekday === "*") return { every: "hourly", minute: Number(minute) };
  if (!/^\d+$/.test(hour)) return undefined;
  const clock = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (day === "*" && weekday === "*") return { every: "daily", clock };
  if (day === "*" && /^[0-6](,[0-6])*$/.test(weekday)) {
    return { every: "weekly", clock, weekdays: weekday.split(",").map(Number) };
  }
  if (weekday === "*" && /^(\d+|L)(,(\d+|L))*$/.test(day)) {
    return { every: "monthly", clock, days: day.split(",").map((each) => (each === "L" ? LAST_DAY : Number(each))) };
  }
  return undefined;
}

/** The name of a day of the week in the person's language; 0 is Sunday. */
export function weekdayName(day: number, language: string, weekday: "short" | "long" = "short"): string {
  // The first of October 2023 was a Sunday.
  return new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" }).format(Date.UTC(2023, 9, 1 + day));
}

/** When a schedule is due, in words; what has none is shown as it is. */
export function whenText(t: TFunction<"workflows">, language: string, cron: string): string {
  const when = whenOf(cron);
  if (!when) return cron;
  const listed = new Intl.ListFormat(language, { type: "conjunction", style: "short" });
  switch (when.every) {
    case "minutes":
      return t("forms.schedule.when.minutes", { count: when.step });
    case "hourly":
      return t("forms.schedule.when.hourly", { minute: String(when.minute).padStart(2, "0") });
    case "daily":
      return t("forms.schedule.when.daily", { time: when.clock });
    case "weekly":
      return t("forms.schedule.when.weekly", {
        time: when.clock,
        days: listed.format(when.weekdays.map((day) => weekdayName(day, language, "long"))),
      });
    case "monthly":
      return t("forms.schedule.when.monthly", {
        time: when.clock,
        days: listed.format(
          when.days.map((day) =>
            day === LAST_DAY ? t("forms.schedule.theLastDay") : t("forms.schedule.day", { day: String(day) }),
          ),
        ),
      });
  }
}
