import { useTranslation } from "react-i18next";
import { Checkbox } from "@/ui";
import { rowOf, selectorOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { FILES } from "./types";
import { VariablePicker } from "./VariablePicker";

type Props = {
  value: unknown;
  onChange: (vision: Record<string, unknown>) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
};

/** Images that the model sees. */
export function VisionFields({ value, onChange, variables, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const vision = rowOf(value);
  const configs = rowOf(vision.configs);
  const chosen = selectorOf(configs.variable_selector);
  return (
    <>
      <Checkbox
        label={t("forms.vision.on")}
        checked={vision.enabled === true}
        disabled={readOnly}
        onChange={(event) => {
          const own = { detail: "high", ...configs, variable_selector: chosen.length > 1 ? chosen : ["sys", "files"] };
          onChange({ ...vision, enabled: event.target.checked, ...(event.target.checked ? { configs: own } : {}) });
        }}
      />
      {vision.enabled === true && (
        <VariablePicker
          label={t("forms.vision.files")}
          accepts={FILES}
          value={chosen}
          variables={variables}
          readOnly={readOnly}
          onChange={(selector) => onChange({ ...vision, configs: { ...configs, variable_selector: selector } })}
        />
      )}
    </>
  );
}
