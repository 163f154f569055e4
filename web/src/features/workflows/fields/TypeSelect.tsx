import { Select } from "@/ui";

type Props = {
  label: string;
  value: string;
  types: readonly string[];
  onChange: (type: string) => void;
  readOnly?: boolean;
  className?: string;
};

/** Types go by their own names, in any language. */
export function TypeSelect({ label, value, types, onChange, readOnly, className }: Props) {
  return (
    <Select
      aria-label={label}
      className={className ?? "w-auto! min-w-28 flex-1 basis-28 font-mono text-xs!"}
      disabled={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {!types.includes(value) && <option>{value}</option>}
      {types.map((type) => (
        <option key={type}>{type}</option>
      ))}
    </Select>
  );
}
