import { type ComponentProps, useState } from "react";
import { Checkbox } from "./Field";

type Props = Omit<ComponentProps<typeof Checkbox>, "onChange"> & {
  checked: boolean;
  /** Saves it; settles when `checked` says how it ended. */
  save: (checked: boolean) => Promise<unknown>;
};

/** A checkbox that is saved at once: it shows what was chosen, and goes back when that is refused. */
export function SavedCheckbox({ checked, save, disabled, ...rest }: Props) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = async (next: boolean) => {
    setWanted(next);
    // Whoever saves tells of a refusal.
    await save(next).catch(() => {});
    setWanted(null);
  };
  return (
    <Checkbox
      {...rest}
      checked={wanted ?? checked}
      disabled={disabled || wanted !== null}
      onChange={(event) => void change(event.target.checked)}
    />
  );
}
