import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Button } from "./Button";

test("a busy button keeps the focus and sends nothing", () => {
  const [pressed, sent] = [vi.fn(), vi.fn((event: { preventDefault: () => void }) => event.preventDefault())];
  const form = (busy: boolean) => (
    <form onSubmit={sent}>
      <Button type="submit" busy={busy} onClick={pressed}>
        Save
      </Button>
    </form>
  );
  const { rerender } = render(form(false));
  const button = screen.getByRole("button");
  button.focus();
  rerender(form(true));
  // A disabled one loses it, in browsers.
  expect(document.activeElement).toBe(button);
  expect(button.hasAttribute("disabled")).toBe(false);
  button.click();
  expect([pressed, sent].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  rerender(form(false));
  button.click();
  expect([pressed, sent].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});
