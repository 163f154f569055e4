// Runs a published workflow with the npm package dify-client, unchanged. For a test of the API:
//   node tools/dify-client.mjs BASE_URL API_KEY '{"name": "Ann"}'
// Prints one JSON object: what the calls returned.
import { CompletionClient } from "dify-client";

const [base, key, inputs] = process.argv.slice(2);
const client = new CompletionClient(key, base);

const blocking = await client.runWorkflow(JSON.parse(inputs), "ann");
const stream = await client.runWorkflow(JSON.parse(inputs), "ann", true);
let text = "";
for await (const piece of stream.data.setEncoding("utf8")) text += piece;
const events = text
  .split("\n")
  .filter((line) => line.startsWith("data: "))
  .map((line) => JSON.parse(line.slice(6)));
const parameters = await client.getApplicationParameters("ann");
const rejected = await client.runWorkflow({}, "ann").catch((error) => error.response);

console.log(
  JSON.stringify({
    blocking: blocking.data,
    events,
    form: parameters.data.user_input_form,
    rejected: { status: rejected.status, code: rejected.data.code },
  }),
);
