import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, Page, SkeletonRows } from "@/ui";

export function Pending() {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-8">
      <SkeletonRows />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")}>
      <EmptyState
        title={t("notFound.nothing")}
        action={
          <Link to="/apps" className="font-medium text-accent-ink underline">
            {t("notFound.back")}
          </Link>
        }
      />
    </Page>
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title={t("failed")}>
      <ErrorState error={error} onRetry={again} />
    </Page>
  );
}
