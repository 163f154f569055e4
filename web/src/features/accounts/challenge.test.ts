import { afterEach, expect, test } from "vitest";
import { ApiError } from "@/api";
import { challengeIn, challengeInAddress, secondStepAt } from "./challenge";

afterEach(() => {
  location.hash = "";
});

const required = (params: Record<string, string>) =>
  new ApiError("second_factor_required", "", 401, [{ path: "challenge", params }]);

test("a sign-in that takes a second step says with what", () => {
  expect(challengeIn(required({ challenge: "abc" }))).toBe("abc");
});

test("all else is an error", () => {
  expect(challengeIn(null)).toBeNull();
  expect(challengeIn(required({}))).toBeNull();
  expect(challengeIn(new ApiError("authentication_failed", "", 401))).toBeNull();
});

test("a sign-in at another address goes on here", () => {
  expect(challengeInAddress()).toBeNull();
  location.hash = "#challenge=a-b_c";
  expect(challengeInAddress()).toBe("a-b_c");
});

test("the page that goes on finds it again", () => {
  const { hash, searchParams } = new URL(secondStepAt("a-b_c", "/apps?x=1"), location.href);
  location.hash = hash;
  expect(challengeInAddress()).toBe("a-b_c");
  expect(searchParams.get("next")).toBe("/apps?x=1");
});
