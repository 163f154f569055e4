import clsx from "clsx";

const COLORS: Record<string, string> = {
  GET: "text-info-ink",
  POST: "text-accent-ink",
  PUT: "text-warn-ink",
  PATCH: "text-warn-ink",
  DELETE: "text-danger-ink",
};

export function Method({ method, wide }: { method: string; wide?: boolean }) {
  return (
    <span
      className={clsx("shrink-0 font-mono font-semibold", wide ? "text-sm" : "w-12 text-[0.6875rem]", COLORS[method])}
    >
      {method}
    </span>
  );
}
