import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/ui";
import type { Role } from "./queries";

type Props = Omit<ComponentProps<typeof Select>, "value" | "onChange"> & {
  roles: readonly Role[];
  value: Role;
  onRole: (role: Role) => void;
};

/** One of the roles that may be given. */
export function RoleSelect({ roles, value, onRole, ...rest }: Props) {
  const { t } = useTranslation("workspaces");
  return (
    <Select {...rest} value={value} onChange={(event) => onRole(event.target.value as Role)}>
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`roles.${role}`)}
        </option>
      ))}
    </Select>
  );
}
