import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api/errors";

/** What to tell a person about an error: our own words for its code, else the API's. */
export function errorText(error: unknown): string {
  const { code, message } = asApiError(error);
  return i18next.t(`errors.${code}` as never, { defaultValue: message || code });
}

export function useErrorText(error: unknown): string {
  // Rendered again when the language changes.
  useTranslation();
  return error ? errorText(error) : "";
}
