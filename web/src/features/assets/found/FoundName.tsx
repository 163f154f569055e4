import { Marked } from "./Marked";
import { nameParts } from "./marking";

/** The name of what was found, and its folder. Where there is no room for both, the beginning of the folder goes first. */
export function FoundName({ name, folder, query }: { name: string; folder: string; query: string }) {
  const wanted = query.split("/").pop() ?? "";
  const [first, last] = nameParts(name, wanted);
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <span className="flex max-w-4/5 min-w-0 shrink-0 whitespace-pre">
        <span className="truncate">
          <Marked text={first} query={wanted} />
        </span>
        <span className={first ? "shrink-0" : "truncate"}>
          <Marked text={last} query={wanted} />
        </span>
      </span>
      {/* Read from the right, so that the end is what stays in sight. */}
      <span className="min-w-0 flex-1 truncate text-left text-xs text-muted [direction:rtl]">
        <bdi dir="ltr">{folder}</bdi>
      </span>
    </span>
  );
}
