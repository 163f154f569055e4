import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "./Button";
import { copyText } from "./copyText";
import { toasts } from "./toasts";

/** Copies a text; for two seconds it says that it did. With `label` it is a button of words. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (await copyText(text)) setCopied(true);
    else toasts.show({ kind: "error", title: t("copyFailed") });
  };
  const icon = copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />;
  if (label) {
    return (
      <Button size="small" icon={icon} onClick={copy}>
        {copied ? t("copied") : label}
      </Button>
    );
  }
  return <IconButton size="small" label={copied ? t("copied") : t("copy")} icon={icon} onClick={copy} />;
}
