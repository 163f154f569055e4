import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { LANGUAGES, type Language, languageOf, setLanguage } from "@/i18n";
import { Field, Section, Select, setTimeZone, type Theme, theme, useTheme } from "@/ui";
import { useMember } from "../queries";
import { useProfileChange } from "./useProfileChange";

const THEMES: Theme[] = ["system", "light", "dark"];

/** Language, theme and time zone: each is kept as it is chosen. */
export function AppearanceSection() {
  const { t, i18n } = useTranslation("accounts");
  const { profile } = useMember();
  const shown = useTheme();
  const language = useProfileChange(
    (next: Language) =>
      call(api.POST("/console/api/account/interface-language", { body: { interface_language: next } })),
    { quiet: true },
  );
  const look = useProfileChange(
    (next: "light" | "dark") =>
      call(api.POST("/console/api/account/interface-theme", { body: { interface_theme: next } })),
    { quiet: true },
  );
  const zone = useProfileChange(
    (next: string) => call(api.POST("/console/api/account/timezone", { body: { timezone: next } })),
    { quiet: true },
  );
  const zones = [...new Set([profile.timezone, "UTC", ...Intl.supportedValuesOf("timeZone")])];
  return (
    <Section title={t("settings.appearance")} description={t("settings.appearanceWhy")}>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t("language")}>
          <Select
            value={languageOf(i18n.language)}
            onChange={(event) => {
              const next = event.target.value as Language;
              void setLanguage(next);
              language.mutate(next);
            }}
          >
            {Object.entries(LANGUAGES).map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t("settings.theme")}>
          <Select
            value={shown}
            onChange={(event) => {
              const next = event.target.value as Theme;
              theme.set(next);
              if (next !== "system") look.mutate(next);
            }}
          >
            {THEMES.map((each) => (
              <option key={each} value={each}>
                {t(`themes.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t("settings.timezone")}>
          <Select
            value={profile.timezone}
            onChange={(event) => {
              setTimeZone(event.target.value);
              zone.mutate(event.target.value);
            }}
          >
            {zones.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
        </Field>
      </div>
    </Section>
  );
}
