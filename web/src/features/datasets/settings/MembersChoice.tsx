import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { membersQuery } from "@/features/accounts/members";
import { Checkbox, QueryView, SkeletonRows } from "@/ui";

type Props = { ownerId: string | null; chosen: string[]; onChange: (chosen: string[]) => void };

/** Who may use it beside its owner, and beside owners and admins of the workspace, who always may. */
export function MembersChoice({ ownerId, chosen, onChange }: Props) {
  const { t } = useTranslation(["datasets", "accounts"]);
  const found = useQuery(membersQuery);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">{t("settings.members")}</legend>
      <QueryView query={found} skeleton={<SkeletonRows rows={3} className="h-8" />}>
        {(members) => {
          const others = members.filter(({ id, role }) => id !== ownerId && role !== "owner" && role !== "admin");
          if (others.length === 0) return <p className="text-muted">{t("settings.noMembers")}</p>;
          return (
            <ul className="flex max-h-72 flex-col gap-2 overflow-y-auto rounded-md border border-line p-3">
              {others.map(({ id, name, email }) => (
                <li key={id}>
                  <Checkbox
                    className="items-start!"
                    checked={chosen.includes(id)}
                    onChange={(event) =>
                      onChange(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                    }
                    label={
                      <span className="min-w-0 wrap-anywhere">
                        {name} <span className="text-xs text-muted">{email}</span>
                      </span>
                    }
                  />
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
    </fieldset>
  );
}
