import type { ReactNode } from "react";
import { API_URL, download } from "@/api";
import { errorText } from "./errorText";
import { toasts } from "./toasts";

type Props = { path: string; name: string; children: ReactNode };

/** A link to bytes of the API. */
export function DownloadLink({ path, name, children }: Props) {
  return (
    <a
      href={API_URL + path}
      download={name}
      className="rounded font-medium text-accent-ink underline"
      onClick={(event) => {
        event.preventDefault();
        download(path, name).catch((error) => toasts.show({ kind: "error", title: errorText(error) }));
      }}
    >
      {children}
    </a>
  );
}
