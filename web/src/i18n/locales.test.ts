import { expect, test } from "vitest";

type Tree = { [key: string]: string | Tree };
const files = import.meta.glob<Tree>(["./locales/*.json", "../features/**/locales/*.json"], {
  eager: true,
  import: "default",
});
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/[^/]+$/, "")))];

/** Keys with the names they are filled with; English has a plural form that Chinese does not need. */
function keys(tree: Tree, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = `${prefix}${key}`.replace(/_(one|other)$/, "");
    if (typeof value !== "string") for (const [inner, names] of keys(value, `${name}.`)) found.set(inner, names);
    else
      found.set(
        name,
        [...value.matchAll(/\{\{(\w+)/g)]
          .map((match) => match[1])
          .sort()
          .join(),
      );
  }
  return found;
}

test("each feature has its own texts", () => {
  expect(folders.length).toBeGreaterThan(8);
});

test.each(folders)("%s says the same in English and Chinese", (folder) => {
  const english = keys(files[`${folder}en.json`] ?? {});
  const chinese = keys(files[`${folder}zh-Hans.json`] ?? {});
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  expect(Object.fromEntries(chinese)).toEqual(Object.fromEntries(english));
});

test.each(Object.keys(files))("%s writes counts as the language does", (file) => {
  expect(JSON.stringify(files[file])).not.toContain("{{count}}");
});
