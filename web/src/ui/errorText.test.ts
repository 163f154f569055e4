import { beforeAll, expect, test } from "vitest";
import { ApiError } from "@/api/errors";
import { setLanguage, startI18n } from "@/i18n";
import { errorText } from "./errorText";

beforeAll(startI18n);

const taken = new ApiError("credential_name_taken", "OpenAI has a credential named A already.", 409);
const failed = new ApiError("completion_request_error", "OpenAI is overloaded (503).", 503);

test("an error that the API words well is told in its words", async () => {
  await setLanguage("en");
  expect(errorText(taken)).toBe("OpenAI has a credential named A already.");
});

test("in Chinese it is told in Chinese, with what the provider said", async () => {
  await setLanguage("zh-Hans");
  expect(errorText(taken)).toBe("已有同名的凭据。");
  expect(errorText(failed)).toMatch(/^模型供应商.*OpenAI is overloaded \(503\)\.$/);
});

test("an expired session is told without the API's addresses", async () => {
  for (const language of ["en", "zh-Hans"] as const) {
    await setLanguage(language);
    const expired = new ApiError("access_token_expired", "POST /console/api/refresh-token.", 401);
    expect(errorText(expired)).not.toContain("/console");
  }
});
