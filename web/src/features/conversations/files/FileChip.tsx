import { FileText } from "lucide-react";
import { type ReactNode, useEffect, useMemo } from "react";

type Props = {
  name: string;
  /** Its size, or what is wrong with it. */
  note?: ReactNode;
  /** Its bytes, if it is an image that is to be seen. */
  image?: Blob;
  bad?: boolean;
  children?: ReactNode;
};

/** A file in one line, with a small picture of it where there is one. */
export function FileChip({ name, note, image, bad, children }: Props) {
  return (
    <span
      className={`flex max-w-full min-w-0 items-center gap-2 rounded-md border bg-raised py-1 pr-1.5 pl-1.5 text-xs ${bad ? "border-danger" : "border-line"}`}
    >
      {image ? (
        <Thumbnail image={image} />
      ) : (
        <FileText aria-hidden size={16} className="mx-1.5 my-1.5 shrink-0 text-muted" />
      )}
      <span className="min-w-0">
        <span className="block truncate font-medium" title={name}>
          {name}
        </span>
        {note && (
          <span className={bad ? "block wrap-anywhere text-danger-ink" : "block truncate text-muted"}>{note}</span>
        )}
      </span>
      {children}
    </span>
  );
}

/** An `img` runs nothing, whatever its file holds. */
function Thumbnail({ image }: { image: Blob }) {
  const url = useMemo(() => URL.createObjectURL(image), [image]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img src={url} alt="" className="size-8 shrink-0 rounded object-cover" />;
}
