import { asApiError } from "@/api";
import { detailText, useErrorText } from "@/ui";

/** Why a config was not taken, field by field where the API says so. */
export function Refusal({ error }: { error: unknown }) {
  const message = useErrorText(error);
  const { details } = asApiError(error);
  return (
    <div role="alert" className="my-1 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-ink">
      {details.length === 0 && <p>{message}</p>}
      {details.length > 0 && (
        <ul className="mt-1 list-disc pl-4 text-xs">
          {details.map((each) => (
            <li key={`${each.path} ${each.message}`}>
              <code className="font-mono">{each.path}</code> {detailText(each)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
