import { useTranslation } from "react-i18next";
import { Field, Select } from "@/ui";
import { CodeEditor } from "../fields/CodeEditor";
import { DeclaredOutputs } from "../fields/DeclaredOutputs";
import { FieldBox } from "../fields/FieldBox";
import { NamedVariables } from "../fields/NamedVariables";
import { Part } from "../fields/Part";
import { TryCode } from "../fields/TryCode";
import { textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const LANGUAGES = { python3: "Python", javascript: "JavaScript" } as const;

/** The app builder's own code. */
export default function CodeForm({ appId, node, data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const language = textOf(data.code_language) === "javascript" ? "javascript" : "python3";
  return (
    <>
      <Part title={t("forms.code.inputs")}>
        <NamedVariables
          label={t("forms.code.inputs")}
          add={t("forms.code.addInput")}
          value={data.variables}
          variables={variables}
          readOnly={readOnly}
          onChange={(next) => change({ variables: next })}
        />
      </Part>
      <Field label={t("forms.code.language")} className="max-w-48">
        <Select
          disabled={readOnly}
          value={language}
          onChange={(event) => {
            const next = event.target.value as keyof typeof LANGUAGES;
            // What nobody has touched becomes the same in the other language.
            const untouched = isSample(textOf(data.code));
            change({ code_language: next, ...(untouched ? { code: SAMPLES[next] } : {}) });
          }}
        >
          {Object.entries(LANGUAGES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <FieldBox label={t("forms.code.code")} hint={t("forms.code.hint")}>
        {(ids) => (
          <CodeEditor
            {...ids}
            // Another language is another editor: completion and brackets follow it.
            key={language}
            language={language === "javascript" ? "javascript" : "python"}
            value={textOf(data.code)}
            readOnly={readOnly}
            lines={10}
            onChange={(code) => change({ code })}
          />
        )}
      </FieldBox>
      {!readOnly && <TryCode appId={appId} node={node} data={data} variables={variables} />}
      <Part title={t("forms.code.outputs")}>
        <DeclaredOutputs value={data.outputs} readOnly={readOnly} onChange={(outputs) => change({ outputs })} />
      </Part>
    </>
  );
}

const SAMPLES = {
  python3: 'def main(arg1: str, arg2: str) -> dict:\n    return {\n        "result": arg1 + arg2,\n    }\n',
  javascript: "function main({ arg1, arg2 }) {\n  return { result: arg1 + arg2 };\n}\n",
};

const isSample = (code: string) => Object.values(SAMPLES).includes(code) || code.trim() === "";
