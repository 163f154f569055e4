import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asApiError, call, type Schemas } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { LANGUAGES, type Language, languageOf } from "@/i18n";
import { Button, Dialog, detailText, Field, FormError, Select, Textarea, toasts } from "@/ui";
import { invitationsChanged, type Role } from "../queries";
import { RoleSelect } from "../RoleSelect";
import { emailsIn } from "./emails";
import { linksOf, type NewLink } from "./LinksDialog";

type Result = Schemas["InvitationResult"];
type Props = { onClose: () => void; onLinks: (links: NewLink[]) => void };

/** Several addresses at once, with one role. What failed stays in the dialog. */
export function InviteDialog({ onClose, onLinks }: Props) {
  const { t, i18n } = useTranslation("workspaces");
  const { workspace } = useMember();
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role>(workspace.gives.includes("editor") ? "editor" : "normal");
  const [language, setLanguage] = useState<Language>(languageOf(i18n.language));
  const emails = emailsIn(text);
  const invite = useMutation({
    mutationFn: () =>
      call(api.POST("/console/api/workspaces/current/members/invite-email", { body: { emails, role, language } })),
    onSuccess: ({ invitation_results: results }) => {
      void invitationsChanged();
      const failed = results.filter(({ status }) => status === "failed");
      const count = results.length - failed.length;
      const links = linksOf(results);
      if (count > 0 && links.length === 0) toasts.show({ kind: "success", title: t("invite.sent", { count }) });
      if (failed.length === 0) onClose();
      else setText(failed.map(({ email }) => email).join("\n"));
      onLinks(links);
    },
  });
  const failed = invite.data?.invitation_results.filter(({ status }) => status === "failed") ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("invite.title", { workspace: workspace.name })}
      onSubmit={() => !invite.isPending && emails.length > 0 && invite.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={invite.isPending} disabled={emails.length === 0}>
            {t("invite.send")}
          </Button>
        </>
      }
    >
      <Field label={t("invite.emails")} hint={t("invite.emailsHint")} error={wrongIn(invite.error, emails)}>
        <Textarea autoFocus rows={3} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Field label={t("role")} hint={t(`roleHints.${role}`)}>
        <RoleSelect roles={workspace.gives} value={role} onRole={setRole} />
      </Field>
      <Field label={t("invite.language")}>
        <Select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
          {Object.entries(LANGUAGES).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Failures failed={failed} />
      {!wrongIn(invite.error, emails) && <FormError error={invite.error} />}
    </Dialog>
  );
}

function Failures({ failed }: { failed: Result[] }) {
  const { t } = useTranslation("workspaces");
  if (failed.length === 0) return null;
  return (
    <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger-ink">
      <ul>
        {failed.map(({ email, code, message }) => {
          const why: string = t([`errors.${code}`, `refusals:${code}`] as never, { defaultValue: message ?? "" });
          return <li key={email}>{why.includes(email) ? why : `${email}: ${why}`}</li>;
        })}
      </ul>
    </div>
  );
}

/** Which of the addresses is none. */
function wrongIn(error: unknown, emails: string[]): string | undefined {
  const detail = error ? asApiError(error).details.find(({ path }) => path?.startsWith("emails")) : undefined;
  if (!detail) return undefined;
  const email = emails[Number(/\d+/.exec(detail.path ?? "")?.[0])];
  return email ? `${email}: ${detailText(detail)}` : detailText(detail);
}
