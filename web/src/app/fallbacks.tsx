import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api";
import { EmptyState, ErrorState, Page, SkeletonRows } from "@/ui";

export function Pending() {
  return (
    <div className="w-full max-w-6xl px-4 py-6 sm:px-8">
      <SkeletonRows />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")}>
      <EmptyState title={t("notFound.nothing")} action={<Back />} />
    </Page>
  );
}

function Back() {
  const { t } = useTranslation();
  return (
    <Link to="/" className="self-start rounded font-medium text-accent-ink underline">
      {t("notFound.back")}
    </Link>
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const gone = asApiError(error).status === 404;
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title={t(gone ? "notFound.title" : "failed")}>
      <ErrorState error={error} onRetry={gone ? undefined : again} />
      {gone && <Back />}
    </Page>
  );
}
