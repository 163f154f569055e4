import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/ui";
import type { Offered } from "../kinds/upstream";
import type { Opening } from "./references";
import { namedSelector } from "./titles";

const TextBox = lazy(() => import("./TextBox"));

type Props = {
  value: string;
  onChange: (text: string) => void;
  variables: readonly Offered[];
  label?: string;
  labelledBy?: string;
  describedBy?: string;
  placeholder?: string;
  lines?: number;
  readOnly?: boolean;
  opening?: Opening;
  /** More that can be named here, such as `context`. */
  special?: readonly { name: string; text: string }[];
};

const NONE: NonNullable<Props["special"]> = [];

/** A text with variables in it, which are typed after `{` or `/` and shown as chips. */
export function TemplateEditor({ variables, special = NONE, placeholder, lines = 1, ...rest }: Props) {
  const { t } = useTranslation("workflows");
  const naming = useMemo(() => {
    const own = special.map(({ name, text }) => ({ selector: [name], text, type: "" }));
    const offered = variables.map(({ selector, type }) => ({
      selector,
      type,
      text: namedSelector(t, variables, selector).text,
    }));
    const nameOf = (selector: string[]) => {
      if (selector.length > 1) return namedSelector(t, variables, selector);
      const known = own.find((each) => each.selector[0] === selector[0]);
      return { text: known?.text ?? selector[0]!, known: known !== undefined };
    };
    return { nameOf, offered: [...own, ...offered] };
  }, [variables, special, t]);
  return (
    <Suspense fallback={<Skeleton className={lines === 1 ? "h-9" : "h-24"} />}>
      <TextBox
        {...rest}
        language="template"
        lines={lines}
        naming={naming}
        placeholder={placeholder ?? (lines > 1 ? t("forms.template.placeholder") : undefined)}
      />
    </Suspense>
  );
}
