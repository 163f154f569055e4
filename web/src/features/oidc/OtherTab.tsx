import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { oidcQuery } from "./queries";

/** Signing in at a provider leads away from the page: it is done in another tab, and noticed when this one is back. */
export function OtherTab({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("oidc");
  const offered = Boolean(useQuery(oidcQuery).data?.length);
  useEffect(() => {
    if (!offered) return;
    // What fails is no news: nobody has signed in yet.
    const look = () => void call(api.POST("/console/api/refresh-token")).then(onDone, () => {});
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  });
  if (!offered) return null;
  return (
    <p className="mt-4 text-center text-sm">
      <a href="/signin?next=/settings" target="_blank" rel="noreferrer" className="text-accent-ink hover:underline">
        {t("otherWay")}
      </a>
    </p>
  );
}
