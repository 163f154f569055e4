// Writes src/api/schema.d.ts, the types of the API, from the document that the API's own code makes.
// With --check it writes nothing and fails if the file no longer agrees with the code.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const target = fileURLToPath(new URL("../../src/api/schema.d.ts", import.meta.url));
const script = fileURLToPath(new URL("../../../dev/openapi", import.meta.url));
const head = "// Made by `pnpm api` from the API's OpenAPI document. Do not edit.\n\n";

const document = JSON.parse(execFileSync(script, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));
// What programs call with a key is the same once more, and the console never calls it.
for (const path of Object.keys(document.paths)) {
  if (path.startsWith("/v1/") || path === "/mcp") delete document.paths[path];
}
// Errors have one shape, `ApiError` in src/api: said with each operation, they were two fifths of the file.
for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
  for (const status of Object.keys(operation.responses ?? {})) {
    if (/^[45]|default/.test(status)) delete operation.responses[status];
  }
}
delete document.components.responses;
// A property with a default need not be sent.
const types = head + astToString(await openapiTS(document, { defaultNonNullable: false }));

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== types) {
    console.error("src/api/schema.d.ts does not agree with the API: run `pnpm api`.");
    process.exit(1);
  }
  console.log("src/api/schema.d.ts agrees with the API.");
} else {
  writeFileSync(target, types);
  console.log("src/api/schema.d.ts written.");
}
