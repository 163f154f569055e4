import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { Button, CopyButton, Dialog } from "@/ui";
import { completeLink } from "../queries";

export type NewLink = { email: string; url: string };

/** Of invitations that no mail server sends. */
export function linksOf(results: Schemas["InvitationResult"][]): NewLink[] {
  return results.flatMap(({ email, url }) => (url ? [{ email, url: completeLink(url) }] : []));
}

/** The links of new invitations, to be passed on: they are shown once. */
export function LinksDialog({ links, onClose }: { links: NewLink[]; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("links.title", { count: links.length })}
      description={t("links.what")}
      footer={
        <Button look="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <ul className="flex flex-col gap-3">
        {links.map(({ email, url }) => (
          <li key={email} className="min-w-0">
            <p className="text-sm font-medium wrap-anywhere">{email}</p>
            <div className="mt-1 flex items-center gap-2">
              <code className="min-w-0 flex-1 truncate rounded bg-sunken px-2 py-1 text-xs" title={url}>
                {url}
              </code>
              <CopyButton text={url} label={t("links.copy")} />
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
