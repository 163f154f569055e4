import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language, languageOf, setLanguage } from "@/i18n";
import { Select } from "./Field";
import { ThemeToggle } from "./ThemeToggle";

/** Language and theme of pages that are open before the sign-in. */
export function LanguageAndTheme() {
  return (
    <div className="flex items-center gap-2">
      <LanguageSelect />
      <ThemeToggle />
    </div>
  );
}

function LanguageSelect() {
  const { t, i18n } = useTranslation();
  return (
    <Select
      aria-label={t("language")}
      className="w-auto!"
      value={languageOf(i18n.language)}
      onChange={(event) => setLanguage(event.target.value as Language)}
    >
      {Object.entries(LANGUAGES).map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </Select>
  );
}
