import { describe, expect, it } from "vitest";
import { HIDDEN } from "../headers";
import { argumentsOf, authFields, sentAuth, sourceOf } from "./form";

describe("OpenAPI tools as a form", () => {
  it("keeps a secret that nobody entered again, and sends one that was", () => {
    const auth = { type: "header", name: "X-Key", value: HIDDEN, username: "", password: "" } as const;
    const fields = authFields(auth);
    expect(fields.secret).toBe("");
    expect(sentAuth(fields)).toEqual(auth);
    expect(sentAuth({ ...fields, secret: " new " }).value).toBe("new");
    expect(sentAuth({ ...fields, type: "none" }).value).toBe("");
    const basic = sentAuth({ ...authFields(null), type: "basic", username: "anna", secret: "s" });
    expect(basic).toEqual({ type: "basic", name: "", value: "", username: "anna", password: "s" });
    expect(sentAuth({ ...authFields(null), type: "query", name: "key" }).value).toBe("");
  });
  it("tells a URL from a document", () => {
    expect(sourceOf(" https://x.example/openapi.json\n")).toEqual({ document_url: "https://x.example/openapi.json" });
    expect(sourceOf("openapi: 3.0.0\nservers: [{url: https://x}]")).toHaveProperty("document");
  });
  it("takes objects as arguments, and nothing else", () => {
    expect(argumentsOf("")).toEqual({});
    expect(argumentsOf('{"a": 1}')).toEqual({ a: 1 });
    for (const wrong of ["[]", "1", "null", "{"]) expect(argumentsOf(wrong)).toBeNull();
  });
});
