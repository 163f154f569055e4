import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { exactTime, relativeTime } from "./time";

/** How long ago, kept up to date; the exact time on hover. `at` is in Unix seconds. */
export function RelativeTime({ at }: { at: number }) {
  const { t, i18n } = useTranslation();
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exactTime(at, i18n.language)}>
      {now - at < 60 ? t("justNow") : relativeTime(at, now, i18n.language)}
    </time>
  );
}
