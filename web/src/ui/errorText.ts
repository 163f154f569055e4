import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { asApiError, type ErrorDetail } from "@/api/errors";

/** What to tell a person about an error: our own words for its code, else the API's. */
export function errorText(error: unknown): string {
  const { code, message, details } = asApiError(error);
  if (code === "invalid_param" && details[0]?.type) return detailText(details[0]);
  return i18next.t([`errors.${code}`, `refusals:${code}`] as never, { message, defaultValue: message || code });
}

/** What is wrong with one field, in the person's language: by its type, else what the API says. */
export function detailText({ type, params, message }: ErrorDetail): string {
  if (!type) return message ?? "";
  const key = `validation.${type}`;
  if (i18next.exists(key)) return i18next.t(key as "validation.other", { ...params } as { message: string });
  return i18next.t("validation.other", { message: message ?? "" });
}

/** What is wrong with each field of a form, by the field's name. */
export function fieldTexts(error: unknown): Record<string, string> {
  if (!error) return {};
  return Object.fromEntries(asApiError(error).details.map((detail) => [detail.path ?? "", detailText(detail)]));
}

export function useErrorText(error: unknown): string {
  // Rendered again when the language changes.
  useTranslation();
  return error ? errorText(error) : "";
}
