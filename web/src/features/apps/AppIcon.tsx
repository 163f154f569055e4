import clsx from "clsx";
import type { App } from "./queries";

const TONES = [
  "bg-accent-soft text-accent-ink",
  "bg-info-soft text-info-ink",
  "bg-warn-soft text-warn-ink",
  "bg-danger-soft text-danger-ink",
];

/** An app's emoji, or the first letter of its name on a colour that stays its own. */
export function AppIcon({ app, large }: { app: Pick<App, "id" | "name" | "icon" | "icon_type">; large?: boolean }) {
  const emoji = app.icon_type === "emoji" ? app.icon : null;
  const tone = TONES[Number.parseInt(app.id.slice(-2), 16) % TONES.length];
  return (
    <span
      aria-hidden
      className={clsx(
        "flex shrink-0 items-center justify-center rounded-md font-semibold uppercase",
        large ? "size-10 text-lg" : "size-6 text-xs",
        tone,
      )}
    >
      {emoji || [...app.name.trim()][0]}
    </span>
  );
}
