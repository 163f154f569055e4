import { expect, test } from "vitest";
import { naming } from "@/routing";
import { appsSearch } from "./apps/search";
import { assetsSearch } from "./assets/search";
import { logsSearch } from "./conversations/logs/search";
import { overviewSearch } from "./conversations/statistics/search";
import { citationSearch, documentsSearch, knowledgeSearch, querySearch } from "./datasets/search";
import { editorSearch } from "./workflows/search";

const SHOWN: [(search: Record<string, unknown>) => object, object][] = [
  [appsSearch, { name: "Support", mode: "chat", mine: true }],
  [assetsSearch, { find: "refund", in: "contents" }],
  [assetsSearch, { file: "f", line: 3, find: "refund" }],
  [logsSearch, { conversation: "c", message: "m" }],
  [naming("server"), { server: "s" }],
  [logsSearch, { conversation: "c", keyword: "parcel" }],
  [overviewSearch, { days: 7 }],
  [knowledgeSearch, { keyword: "manual", all: true }],
  [documentsSearch, { keyword: "manual", status: "error", folder: "guides/refunds" }],
  [querySearch, { query: "How long?" }],
  [editorSearch, { node: "llm_1", view: "outline" }],
  [citationSearch, { segment: "s", start: 0, end: 9 }],
];
const ODD = [undefined, null, "", 7, -1, true, [], {}, "\u0000", "9".repeat(300)];

test.each(SHOWN)("%o keeps in the address what is shown", (read, search) => {
  expect(read({ ...search })).toEqual(search);
});

test.each(SHOWN)("%o takes any address for something", (read, search) => {
  for (const key of Object.keys(search)) for (const odd of ODD) expect(() => read({ [key]: odd })).not.toThrow();
  expect(read({})).toEqual({});
});
