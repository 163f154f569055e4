import { expect, test } from "vitest";

type Tree = { [key: string]: string | Tree };
const files = import.meta.glob<Tree>("./locales/*/*.json", { eager: true, import: "default" });
const namespaces = Object.keys(files)
  .filter((path) => path.startsWith("./locales/en/"))
  .map((path) => path.split("/").pop()!);

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

test("there is more than nothing to compare", () => {
  expect(namespaces.length).toBeGreaterThan(0);
});

test.each(namespaces)("%s says the same in English and Chinese", (name) => {
  const english = keys(files[`./locales/en/${name}`]!);
  const chinese = keys(files[`./locales/zh-Hans/${name}`] ?? {});
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  expect(Object.fromEntries(chinese)).toEqual(Object.fromEntries(english));
});

test("no namespace is Chinese only", () => {
  const chinese = Object.keys(files).filter((path) => path.startsWith("./locales/zh-Hans/"));
  expect(chinese.map((path) => path.split("/").pop())).toEqual(namespaces);
});
