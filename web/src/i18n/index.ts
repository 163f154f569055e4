// English and Simplified Chinese. Each feature has its own texts, in its folder locales: useTranslation("assets"). What
// several need (words, errors, navigation) lies here, in the namespace "console"; a key that a feature lacks is sought there.
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = { en: "English", "zh-Hans": "简体中文" } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = "treeline.language";
const shared = import.meta.glob<{ default: object }>("./locales/*.json");
const features = import.meta.glob<{ default: object }>("../features/*/locales/*.json");
/** What the API says by code: why it rejects something, and what is wrong with an installation. English is its own. */
const spoken = import.meta.glob<{ default: object }>("./{refusals,findings}.*.json");
const SPOKEN = ["refusals", "findings"];

const backend: BackendModule = {
  type: "backend",
  init() {},
  read(language, namespace, done) {
    const load =
      namespace === "console"
        ? shared[`./locales/${language}.json`]
        : SPOKEN.includes(namespace)
          ? spoken[`./${namespace}.${language}.json`]
          : features[`../features/${namespace}/locales/${language}.json`];
    if (!load && SPOKEN.includes(namespace)) return done(null, {});
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
      ns: ["console"],
      defaultNS: "console",
      fallbackNS: "console",
      interpolation: { escapeValue: false },
    });
  // No page waits for them: until they are there, an error is told in English.
  void i18next.loadNamespaces("refusals");
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}
