import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api";
import { ErrorState, LanguageAndTheme, SkeletonRows, useErrorText, useTitle } from "@/ui";
import { FormFill } from "./FormFill";
import { answerLinkedForm, linkedFormQuery, uploadByLink } from "./queries";

const route = getRouteApi("/form/$token");

/** The form of a link: whoever has it answers, without an account. */
export function FormPage() {
  const { t } = useTranslation("workflows");
  const { token } = route.useParams();
  const found = useQuery(linkedFormQuery(token));
  const [over, setOver] = useState<{ error?: unknown } | null>(null);
  const form = found.data;
  const refused = over?.error ?? (found.isError && [404, 412].includes(asApiError(found.error).status) && found.error);
  useTitle(form?.title ?? t("people.formTitle"));
  if (over && !over.error) return <Closed title={t("people.thanks")}>{t("people.thanksWhat")}</Closed>;
  if (refused) return <Refused error={refused} />;
  return (
    <Frame>
      {form && (
        <header>
          <p className="text-sm text-muted wrap-anywhere">{form.app_name}</p>
          <h1 className="text-xl font-semibold wrap-anywhere">{form.title}</h1>
        </header>
      )}
      {form ? (
        <FormFill
          form={form}
          answer={(answer) => answerLinkedForm(token, answer)}
          upload={uploadByLink(token)}
          onOver={(error) => setOver({ error })}
        />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Frame>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation("workflows");
  return <Closed title={t("people.closed")}>{useErrorText(error)}</Closed>;
}

function Closed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Frame>
      <div role="status" className="flex flex-col items-center gap-2 py-6 text-center">
        <CircleCheck aria-hidden size={32} strokeWidth={1.5} className="text-muted" />
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="text-muted">{children}</p>
      </div>
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center gap-8 px-4 py-8">
      <div className="my-auto flex w-full max-w-xl flex-col gap-5 rounded-lg border border-line bg-surface p-5 sm:p-7">
        {children}
      </div>
      <LanguageAndTheme />
    </main>
  );
}
