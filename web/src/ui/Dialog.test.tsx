import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { beforeAll, expect, test } from "vitest";
import { startI18n } from "@/i18n";
import { Dialog } from "./Dialog";

beforeAll(startI18n);

function Opener() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="A dialog">
        <input autoFocus />
      </Dialog>
    </>
  );
}

test("once a dialog is closed, the focus is where it was before", async () => {
  render(<Opener />);
  const opener = screen.getByText("Open");
  opener.focus();
  fireEvent.click(opener);
  await waitFor(() => expect(document.activeElement?.tagName).toBe("INPUT"));
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(opener));
});
