import { useTranslation } from "react-i18next";

type Props = {
  /** In Unix seconds, or as the API writes a local time. */
  at: number | string;
  zone: string;
};

/** A time as people in the schedule's time zone read it. */
export function ScheduledTime({ at, zone }: Props) {
  const { i18n } = useTranslation();
  const date = new Date(typeof at === "number" ? at * 1000 : at);
  return <time dateTime={date.toISOString()}>{formatIn(zone, i18n.language).format(date)}</time>;
}

const WHOLE = { dateStyle: "medium", timeStyle: "short" } as const;

function formatIn(zone: string, language: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, { ...WHOLE, timeZone: zone });
  } catch {
    // A zone that this browser does not know.
    return new Intl.DateTimeFormat(language, { ...WHOLE, timeZoneName: "short" } as Intl.DateTimeFormatOptions);
  }
}
