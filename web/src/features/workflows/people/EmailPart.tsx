import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "@/features/accounts/members";
import { Checkbox, Field, QueryView, SkeletonRows, Textarea } from "@/ui";
import { FieldBox } from "../fields/FieldBox";
import { TemplateEditor } from "../fields/TemplateEditor";
import type { Row } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { addressesOf, type EmailDelivery, emailOf, withEmail } from "./email";

type Props = {
  data: Row;
  change: (patch: Row) => void;
  variables: readonly Offered[];
  readOnly: boolean;
};

/** Whether the form's link is sent by email, to whom, and with which words. */
export function EmailPart({ data, change, variables, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const email = emailOf(data.delivery_methods);
  const set = (next: Partial<EmailDelivery>) => change({ delivery_methods: withEmail(data.delivery_methods, next) });
  const link = [{ name: "url", text: t("people.node.email.link") }];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <Checkbox
          label={t("people.node.email.send")}
          checked={email.on}
          disabled={readOnly}
          onChange={(event) => set({ on: event.target.checked })}
        />
        <p className="text-xs text-muted">{t("people.node.email.hint")}</p>
      </div>
      {email.on && (
        <>
          <Recipients email={email} set={set} readOnly={readOnly} />
          <FieldBox label={t("people.node.email.subject")} hint={t("people.node.email.subjectHint")}>
            {(ids) => (
              <TemplateEditor
                {...ids}
                value={email.subject}
                variables={variables}
                readOnly={readOnly}
                onChange={(subject) => set({ subject })}
              />
            )}
          </FieldBox>
          <FieldBox label={t("people.node.email.body")} hint={t("people.node.email.bodyHint")}>
            {(ids) => (
              <TemplateEditor
                {...ids}
                lines={4}
                value={email.body}
                variables={variables}
                special={link}
                readOnly={readOnly}
                onChange={(body) => set({ body })}
              />
            )}
          </FieldBox>
        </>
      )}
    </div>
  );
}

type RecipientsProps = { email: EmailDelivery; set: (next: Partial<EmailDelivery>) => void; readOnly: boolean };

function Recipients({ email, set, readOnly }: RecipientsProps) {
  const { t } = useTranslation("workflows");
  const id = useId();
  // As it is typed: lines that are empty yet, and spaces.
  const [others, setOthers] = useState(email.addresses.join("\n"));
  const found = useQuery({ ...membersQuery, enabled: !email.wholeWorkspace });
  const choose = (member: string, chosen: boolean) =>
    set({ members: chosen ? [...email.members, member] : email.members.filter((each) => each !== member) });
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend id={id} className="mb-1 text-sm font-medium">
          {t("people.node.email.recipients")}
        </legend>
        <Checkbox
          label={t("people.node.email.everyone")}
          checked={email.wholeWorkspace}
          disabled={readOnly}
          onChange={(event) => set({ wholeWorkspace: event.target.checked })}
        />
        {!email.wholeWorkspace && (
          <QueryView query={found} skeleton={<SkeletonRows rows={2} />}>
            {(members) => (
              <div className="flex max-h-40 flex-col gap-1 overflow-y-auto pl-1">
                {members.map((member) => (
                  <Checkbox
                    key={member.id}
                    label={`${member.name} (${member.email})`}
                    checked={email.members.includes(member.id)}
                    disabled={readOnly}
                    onChange={(event) => choose(member.id, event.target.checked)}
                  />
                ))}
              </div>
            )}
          </QueryView>
        )}
      </fieldset>
      <Field label={t("people.node.email.others")} hint={t("people.node.email.othersHint")}>
        <Textarea
          rows={2}
          readOnly={readOnly}
          value={others}
          onChange={(event) => {
            setOthers(event.target.value);
            set({ addresses: addressesOf(event.target.value) });
          }}
        />
      </Field>
    </>
  );
}
