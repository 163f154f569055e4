import { expect, test } from "vitest";
import { emailsIn } from "./emails";

test.each([
  ["", []],
  ["  \n", []],
  ["ann@example.com", ["ann@example.com"]],
  ["ann@example.com, ben@example.com;cleo@example.com\ndan@example.com", ["ann", "ben", "cleo", "dan"].map(at)],
  ["ann@example.com，ben@example.com；ann@example.com", ["ann", "ben"].map(at)],
])("%j", (text, emails) => {
  expect(emailsIn(text)).toEqual(emails);
});

function at(name: string): string {
  return `${name}@example.com`;
}
