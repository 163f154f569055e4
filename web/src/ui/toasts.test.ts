import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toasts } from "./toasts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a toast goes by itself, and says so once", () => {
  const onGone = vi.fn();
  const id = toasts.show({ title: "Deleted", lasts: 8000, onGone });
  vi.advanceTimersByTime(7999);
  expect(toasts.all()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  toasts.dismiss(id);
  expect(toasts.all()).toHaveLength(0);
  expect(onGone).toHaveBeenCalledTimes(1);
});

test("its action takes it away instead, and runs once", () => {
  const onClick = vi.fn();
  const onGone = vi.fn();
  toasts.show({ title: "Deleted", lasts: 8000, action: { label: "Undo", onClick }, onGone });
  const [toast] = toasts.all();
  toast!.action!.onClick();
  toast!.action!.onClick();
  vi.advanceTimersByTime(10_000);
  expect(onClick).toHaveBeenCalledTimes(1);
  expect(onGone).not.toHaveBeenCalled();
});
