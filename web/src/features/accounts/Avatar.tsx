import clsx from "clsx";
import { API_URL } from "@/api";

type Props = { name: string; url: string | null | undefined; className: string };

/** The picture of an account, or else the first letter of its name. */
export function Avatar({ name, url, className }: Props) {
  const shape = clsx("shrink-0 rounded-full bg-accent-soft", className);
  if (url) return <img src={API_URL + url} alt="" className={clsx(shape, "object-cover")} />;
  return (
    <span
      aria-hidden
      className={clsx(shape, "flex items-center justify-center font-semibold text-accent-ink uppercase")}
    >
      {[...name][0]}
    </span>
  );
}
