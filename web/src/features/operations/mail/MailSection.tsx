import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { Badge, FormError, QueryList, Select, SkeletonRows } from "@/ui";
import { MailDialog } from "./MailDialog";
import { MailTable } from "./MailTable";
import { MAIL_STATES, type Mail, type MailState, mailsQuery, useMailChanges } from "./queries";
import { TestMail } from "./TestMail";

/** Emails of the whole installation: how they are delivered, and what became of each. */
export function MailSection() {
  const { t } = useTranslation("operations");
  const [state, setState] = useState<MailState>();
  const [shown, setShown] = useState<Mail>();
  const found = useInfiniteQuery(mailsQuery(state));
  const changes = useMailChanges();
  const delivery = found.data?.pages[0]?.delivery;
  const mails = found.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="mail" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="mail" className="font-semibold">
          {t("mail.title")}
        </h2>
        {delivery && (
          <Badge tone={delivery.configured ? "good" : "warn"}>
            {t(delivery.configured ? "mail.configured" : "mail.notConfigured")}
          </Badge>
        )}
      </div>
      {delivery && <Delivery delivery={delivery} />}
      {delivery?.configured && <TestMail send={changes.test} />}
      <Select
        aria-label={t("mail.state")}
        className="w-auto! self-start"
        value={state ?? ""}
        onChange={(event) => setState(MAIL_STATES.find((each) => each === event.target.value))}
      >
        <option value="">{t("mail.allStates")}</option>
        {MAIL_STATES.map((each) => (
          <option key={each} value={each}>
            {t(`mail.states.${each}`)}
          </option>
        ))}
      </Select>
      <FormError error={changes.resend.error} />
      <QueryList
        query={found}
        items={mails}
        skeleton={<SkeletonRows rows={3} />}
        empty={<p className="text-sm text-muted">{t(state ? "mail.noneOfState" : "mail.none")}</p>}
      >
        {(items) => (
          <MailTable
            mails={items}
            onShow={setShown}
            onResend={delivery?.configured ? (mail) => changes.resend.mutate(mail.id) : undefined}
            busy={changes.resend.isPending ? changes.resend.variables : undefined}
          />
        )}
      </QueryList>
      {shown && <MailDialog mail={shown} onClose={() => setShown(undefined)} />}
    </section>
  );
}

function Delivery({ delivery }: { delivery: Schemas["MailDelivery"] }) {
  const { t } = useTranslation("operations");
  const { configured, server, sender, console_url } = delivery;
  return (
    <div className="text-sm text-muted">
      <p>{configured ? t("mail.via", { server, sender }) : t("mail.setUp")}</p>
      {configured && !console_url && <p className="text-warn-ink">{t("mail.noUrl")}</p>}
    </div>
  );
}
