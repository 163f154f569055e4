import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, asApiError, call, type Schemas, session } from "@/api";
import { profileQuery } from "@/features/accounts/queries";
import { OidcFailure } from "@/features/oidc/OidcFailure";
import { QueryView, SkeletonRows } from "@/ui";
import { Entrance } from "@/ui/Entrance";
import { AskAgain } from "./AskAgain";
import { ExistingAccount } from "./ExistingAccount";
import { NewAccount } from "./NewAccount";

type Welcome = Schemas["ActivationData"];
/** What is wrong with a link, by the API's code. */
const BAD = {
  verification_not_found: "invalid",
  verification_expired: "expired",
  verification_used: "used",
  verification_revoked: "revoked",
} as const;

const badLink = (error: unknown) => BAD[asApiError(error).code as keyof typeof BAD];

/** Where the link of an invitation leads. Looking at it uses nothing up. */
export function ActivatePage() {
  const { t } = useTranslation("workspaces");
  const { token = "", error, provider } = useSearch({ from: "/activate" });
  const found = useQuery({
    queryKey: ["activation", token],
    queryFn: async ({ signal }) => {
      const params = { query: { token } };
      return (await call(api.GET("/console/api/activate/check", { params, signal }))).data;
    },
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const bad = token === "" ? "invalid" : found.error && badLink(found.error);
  if (bad) {
    return (
      <Entrance title={t(`accept.bad.${bad}.title`)} description={t(`accept.bad.${bad}.what`)}>
        <div className="flex flex-col gap-4">
          {bad === "expired" && <AskAgain token={token} />}
          <Link to="/signin" className="text-accent-ink underline">
            {t("accept.signIn")}
          </Link>
        </div>
      </Entrance>
    );
  }
  const welcome = found.data;
  return (
    <Entrance
      title={welcome ? t("accept.title", { workspace: welcome.workspace_name }) : t("accept.invitation")}
      description={welcome && <Invited welcome={welcome} />}
    >
      <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
        {(data) => (
          <div className="flex flex-col gap-4">
            <OidcFailure error={error} provider={provider} />
            <Accepting token={token} welcome={data} />
          </div>
        )}
      </QueryView>
    </Entrance>
  );
}

function Invited({ welcome }: { welcome: Welcome }) {
  const { t } = useTranslation("workspaces");
  const role = t(`roles.${welcome.role}`);
  const { email } = welcome;
  if (!welcome.inviter) return t("accept.invited", { email, role });
  return t("accept.invitedBy", { name: welcome.inviter, email, role });
}

function Accepting({ token, welcome }: { token: string; welcome: Welcome }) {
  // Somebody may be signed in here, as this account or another.
  const profile = useQuery({ ...profileQuery, enabled: session.mayExist(), retry: false });
  if (!welcome.account_exists) return <NewAccount token={token} welcome={welcome} />;
  if (profile.isLoading) return <SkeletonRows rows={2} />;
  return <ExistingAccount token={token} welcome={welcome} signedIn={profile.data?.email} />;
}
