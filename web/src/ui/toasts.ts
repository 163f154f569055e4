/** Messages that come and go by themselves, from anywhere in the code. */
export type Toast = {
  id: number;
  title: string;
  description?: string;
  kind: "info" | "success" | "error";
  action?: { label: string; onClick: () => void };
};

type Given = Omit<Toast, "id" | "kind"> & {
  kind?: Toast["kind"];
  /** Milliseconds until it goes; errors stay longer. */
  lasts?: number;
  /** Called once when it goes for any reason but its action. */
  onGone?: () => void;
};

let shown: readonly Toast[] = [];
let last = 0;
const ends = new Map<number, { timer: ReturnType<typeof setTimeout>; onGone?: () => void }>();
const listeners = new Set<() => void>();

function change(next: readonly Toast[]) {
  shown = next;
  for (const listener of listeners) listener();
}

function take(id: number) {
  const end = ends.get(id);
  if (!end) return undefined;
  clearTimeout(end.timer);
  ends.delete(id);
  change(shown.filter((toast) => toast.id !== id));
  return end;
}

export const toasts = {
  all: () => shown,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** Returns its id, for `dismiss`. */
  show({ lasts, onGone, kind = "info", ...given }: Given): number {
    const id = ++last;
    const action = given.action && {
      label: given.action.label,
      onClick: () => {
        if (take(id)) given.action?.onClick();
      },
    };
    const timer = setTimeout(() => toasts.dismiss(id), lasts ?? (kind === "error" ? 10_000 : 5_000));
    ends.set(id, { timer, onGone });
    change([...shown, { ...given, id, kind, action }]);
    return id;
  },
  dismiss(id: number) {
    take(id)?.onGone?.();
  },
};
