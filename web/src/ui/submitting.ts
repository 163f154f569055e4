import type { FormEvent } from "react";

/** A form inside a dialog is still inside the page's tree for React: its submit must not reach a form around it. */
export function submitting(handle: () => void) {
  return (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    handle();
  };
}
