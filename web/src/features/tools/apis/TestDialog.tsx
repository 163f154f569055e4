import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Badge, Button, Dialog, Field, FormError, Select, Textarea } from "@/ui";
import { argumentsOf } from "./form";
import { APIS, type ApiTools } from "./queries";

/** Calls one of the tools, and shows what a model would get. */
export function TestDialog({ tools, onClose }: { tools: ApiTools; onClose: () => void }) {
  const { t } = useTranslation("tools");
  const [tool, setTool] = useState(tools.tools[0]?.name ?? "");
  const [given, setGiven] = useState("{}");
  const [tried, setTried] = useState(false);
  const test = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      call(
        api.POST(`${APIS}/{api_id}/test`, {
          params: { path: { api_id: tools.id } },
          body: { tool_name: tool, arguments: values },
        }),
      ),
  });
  const values = argumentsOf(given);
  const submit = () => {
    setTried(true);
    if (values) test.mutate(values);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("testOne", { name: tools.name })}
      description={t("apis.testWhat")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t("apis.close")}</Button>
          <Button type="submit" look="primary" busy={test.isPending}>
            {t("test")}
          </Button>
        </>
      }
    >
      <Field label={t("apis.tool")}>
        <Select value={tool} onChange={(event) => setTool(event.target.value)}>
          {tools.tools.map(({ name, method, path }) => (
            <option key={name} value={name}>
              {name} ({method} {path})
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("apis.arguments")} error={tried && !values ? t("apis.argumentsWrong") : undefined}>
        <Textarea
          className="font-mono text-xs!"
          rows={4}
          spellCheck={false}
          value={given}
          onChange={(event) => setGiven(event.target.value)}
        />
      </Field>
      <FormError error={test.error} />
      {test.data && (
        <div role="status" className="flex flex-col gap-2">
          <Badge tone={test.data.ok ? "good" : "bad"}>{test.data.status ?? t("fails")}</Badge>
          <pre className="max-h-60 overflow-auto rounded-md border border-line p-2 text-xs whitespace-pre-wrap wrap-anywhere">
            {test.data.text}
          </pre>
        </div>
      )}
    </Dialog>
  );
}
