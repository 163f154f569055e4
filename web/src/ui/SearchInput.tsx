import clsx from "clsx";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { Input } from "./Field";

type Props = Omit<ComponentProps<"input">, "onChange" | "type"> & {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** In a narrow bar. */
  small?: boolean;
};

/** A field that finds something in a list; `className` gives its width. */
export function SearchInput({ label, onChange, small, className, ...rest }: Props) {
  return (
    <div className={clsx("relative", className)}>
      <Search
        aria-hidden
        size={small ? 13 : 14}
        className={clsx("absolute top-1/2 -translate-y-1/2 text-muted", small ? "left-2" : "left-2.5")}
      />
      <Input
        type="search"
        className={small ? "h-7! pl-7" : "pl-8"}
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </div>
  );
}
