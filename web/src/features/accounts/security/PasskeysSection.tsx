import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Button, IconButton, QueryList, RelativeTime, Section, Table, Td, Th } from "@/ui";
import { AddPasskeyDialog } from "./AddPasskeyDialog";
import { RemovePasskeyDialog, RenamePasskeyDialog } from "./PasskeyDialogs";
import { type Passkey, passkeysQuery } from "./queries";
import { passkeysSupported } from "./webauthn";

type Open = { what: "add" } | { what: "rename" | "remove"; passkey: Passkey } | null;

export function PasskeysSection() {
  const { t } = useTranslation("accounts");
  const query = useQuery(passkeysQuery);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const usable = passkeysSupported() && query.data?.available;
  const add = usable && (
    <Button size="small" icon={<Plus aria-hidden size={14} />} onClick={() => setOpen({ what: "add" })}>
      {t("passkeys.add")}
    </Button>
  );
  const none = !query.data?.available ? "unavailable" : !passkeysSupported() ? "unsupported" : "none";
  return (
    <Section title={t("passkeys.title")} description={t("passkeys.why")} actions={add}>
      <QueryList
        query={query}
        items={query.data?.data ?? []}
        empty={<p className="text-muted">{t(`passkeys.${none}`)}</p>}
      >
        {(passkeys) => (
          <PasskeyTable
            passkeys={passkeys}
            onRename={(passkey) => setOpen({ what: "rename", passkey })}
            onRemove={(passkey) => setOpen({ what: "remove", passkey })}
          />
        )}
      </QueryList>
      {open?.what === "add" && <AddPasskeyDialog onClose={close} />}
      {open?.what === "rename" && <RenamePasskeyDialog passkey={open.passkey} onClose={close} />}
      {open?.what === "remove" && <RemovePasskeyDialog passkey={open.passkey} onClose={close} />}
    </Section>
  );
}

type TableProps = { passkeys: Passkey[]; onRename: (each: Passkey) => void; onRemove: (each: Passkey) => void };

function PasskeyTable({ passkeys, onRename, onRemove }: TableProps) {
  const { t } = useTranslation("accounts");
  return (
    <Table
      label={t("passkeys.title")}
      head={
        <>
          <Th>{t("passkeys.name")}</Th>
          <Th className="hidden sm:table-cell">{t("passkeys.created")}</Th>
          <Th>{t("passkeys.used")}</Th>
          <Th>
            <span className="sr-only">{t("passkeys.actions")}</span>
          </Th>
        </>
      }
    >
      {passkeys.map((passkey) => (
        <tr key={passkey.id}>
          <Td className="max-w-60 wrap-anywhere">
            {passkey.name} {passkey.backed_up && <Badge>{t("passkeys.synced")}</Badge>}
          </Td>
          <Td className="hidden whitespace-nowrap sm:table-cell">
            <RelativeTime at={passkey.created_at} />
          </Td>
          <Td className="whitespace-nowrap">
            {passkey.last_used_at ? (
              <RelativeTime at={passkey.last_used_at} />
            ) : (
              <span className="text-muted">{t("never")}</span>
            )}
          </Td>
          <Td className="text-right whitespace-nowrap">
            <IconButton
              size="small"
              label={t("passkeys.renameOne", { name: passkey.name })}
              icon={<Pencil aria-hidden size={14} />}
              onClick={() => onRename(passkey)}
            />
            <IconButton
              size="small"
              label={t("passkeys.removeOne", { name: passkey.name })}
              icon={<Trash2 aria-hidden size={14} />}
              onClick={() => onRemove(passkey)}
            />
          </Td>
        </tr>
      ))}
    </Table>
  );
}
