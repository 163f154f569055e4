import { render, screen } from "@testing-library/react";
import { beforeAll, expect, test, vi } from "vitest";
import { ApiError } from "@/api";
import { startI18n } from "@/i18n";
import { QueryList } from "./QueryList";

beforeAll(startI18n);

const asked = { data: undefined as unknown, error: null as unknown, isError: false, refetch: vi.fn() };

function shown(query: Partial<Parameters<typeof QueryList>[0]["query"]>, items: string[]) {
  document.body.innerHTML = "";
  render(
    <QueryList query={{ ...asked, ...query }} items={items} empty={<p>Nothing yet</p>}>
      {(all) => <p>{all.join()}</p>}
    </QueryList>,
  );
  return document.body;
}

test("a list that loads is a skeleton, not an empty list", () => {
  expect(shown({}, []).textContent).toBe("");
  screen.getByRole("status");
});

test("a list that failed says why and with which code, and is asked for again", () => {
  const refetch = vi.fn();
  const error = new ApiError("busy", "", 503);
  expect(shown({ isError: true, error, refetch }, []).textContent).toMatch(/.+busy/);
  screen.getByRole("button").click();
  expect(refetch).toHaveBeenCalledOnce();
});

test("an empty list says what to do first, a long one shows more when asked", () => {
  expect(shown({ data: [] }, []).textContent).toBe("Nothing yet");
  const fetchNextPage = vi.fn();
  expect(shown({ data: [], hasNextPage: true, fetchNextPage }, ["a", "b"]).textContent).toMatch(/^a,b/);
  screen.getByRole("button").click();
  expect(fetchNextPage).toHaveBeenCalledOnce();
});

test("what was found stays where a later request fails", () => {
  const error = new ApiError("busy", "", 503);
  const text = shown({ data: {}, isError: true, error }, ["one", "two"]).textContent;
  expect(text).toMatch(/busy.*one,two$/);
});
