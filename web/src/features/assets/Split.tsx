import clsx from "clsx";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

const KEPT = "treeline.split";
const [LEAST, MOST] = [18, 70];

const within = (percent: number) => Math.min(MOST, Math.max(LEAST, percent));

/** Two panes beside each other, with a line to drag between them; one at a time where the screen is narrow. */
export function Split({ left, right, rightOpen }: { left: ReactNode; right: ReactNode; rightOpen: boolean }) {
  const { t } = useTranslation("assets");
  const whole = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(() => within(Number(localStorage.getItem(KEPT)) || 32));
  const keep = (percent: number) => {
    setShare(within(percent));
    localStorage.setItem(KEPT, String(within(percent)));
  };
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !whole.current) return;
    const box = whole.current.getBoundingClientRect();
    keep(((event.clientX - box.left) / box.width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") keep(share - 2);
    if (event.key === "ArrowRight") keep(share + 2);
  };
  return (
    <div
      ref={whole}
      className="flex min-h-0 flex-1 flex-col md:grid md:grid-rows-[minmax(0,1fr)]"
      style={{ gridTemplateColumns: `minmax(0, ${share}fr) 5px minmax(0, ${100 - share}fr)` }}
    >
      <div className={clsx("min-h-0 flex-1 flex-col md:flex", rightOpen ? "hidden" : "flex")}>{left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t("explorer.split")}
        aria-valuenow={Math.round(share)}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        className="hidden cursor-col-resize border-l border-line hover:bg-hover md:block"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      <div className={clsx("min-h-0 flex-1 flex-col bg-surface md:flex", rightOpen ? "flex" : "hidden")}>{right}</div>
    </div>
  );
}
