import { useTranslation } from "react-i18next";
import { NamedVariables } from "../fields/NamedVariables";
import { Part } from "../fields/Part";
import type { NodeFormProps } from "./props";

/** What the workflow returns. */
export default function EndForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  return (
    <Part title={t("forms.end.outputs")}>
      <NamedVariables
        label={t("forms.end.outputs")}
        add={t("forms.end.add")}
        value={data.outputs}
        variables={variables}
        readOnly={readOnly}
        typed
        onChange={(outputs) => change({ outputs })}
      />
    </Part>
  );
}
