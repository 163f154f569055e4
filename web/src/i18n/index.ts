// English and Simplified Chinese. A namespace is a file in each of locales/en and locales/zh-Hans, loaded when a
// component first asks for it: useTranslation("assets").
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = { en: "English", "zh-Hans": "简体中文" } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = "treeline.language";
const files = import.meta.glob<{ default: object }>("./locales/*/*.json");
/** What the API rejects, by code: it says so in English itself. */
const refusals = import.meta.glob<{ default: object }>("./refusals.*.json");

const backend: BackendModule = {
  type: "backend",
  init() {},
  read(language, namespace, done) {
    const isRefusals = namespace === "refusals";
    const load = isRefusals
      ? refusals[`./refusals.${language}.json`]
      : files[`./locales/${language}/${namespace}.json`];
    if (!load && isRefusals) return done(null, {});
    if (!load) return done(new Error(`no ${namespace} in ${language}`), null);
    load().then(
      (file) => done(null, file.default),
      (error) => done(error, null),
    );
  },
};

/** The language of ours that fits the first of these tags, such as `zh-CN` or `en-GB`. */
export function languageOf(...tags: (string | null | undefined)[]): Language {
  for (const tag of tags) {
    if (tag?.toLowerCase().startsWith("zh")) return "zh-Hans";
    if (tag?.toLowerCase().startsWith("en")) return "en";
  }
  return "en";
}

export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: languageOf(localStorage.getItem(KEPT), ...navigator.languages),
      fallbackLng: false,
      ns: ["console", "refusals"],
      defaultNS: "console",
      interpolation: { escapeValue: false },
    });
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}
