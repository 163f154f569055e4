import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import type { Config } from "@/features/apps/configs/config";
import { configQuery } from "@/features/apps/configs/queries";
import { answers, isDrawn } from "@/features/apps/modes";
import { useApp } from "@/features/apps/queries";
import { useDraft } from "@/features/studio/draft";
import { draftHashQuery } from "@/features/workflows/editor/queries";
import { Button, Dialog, ErrorState, SkeletonRows } from "@/ui";
import { ConfigPart } from "./ConfigPart";
import { FilesPart, useFilesPart } from "./FilesPart";
import { whatOf } from "./state";
import { usePublish } from "./usePublish";
import { WorkflowDialog } from "./WorkflowDialog";

/** Shows what has changed in the configuration and in the files, then publishes exactly that. */
export default function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("publishing");
  const app = useApp();
  // Asked anew: whoever published meanwhile is told of, not overwritten unseen.
  const found = useQuery({ ...configQuery(app.id), staleTime: 0, enabled: answers(app.mode) });
  // An app that nothing is drawn in yet has files only.
  const drawn = useQuery({ ...draftHashQuery(app.id), enabled: isDrawn(app.mode) });
  if (drawn.data) return <WorkflowDialog onClose={onClose} />;
  if (!answers(app.mode) || found.data) return <Parts published={found.data} onClose={onClose} />;
  return (
    <Dialog open wide onClose={onClose} title={t("title")} footer={<Button onClick={onClose}>{t("cancel")}</Button>}>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <SkeletonRows rows={4} className="h-6" />
      )}
    </Dialog>
  );
}

function Parts({ published, onClose }: { published: Config | undefined; onClose: () => void }) {
  const { t } = useTranslation("publishing");
  const app = useApp();
  const { profile } = useMember();
  const draft = useDraft(profile.id, app.id, published as Config);
  const never = app.model_config === null;
  const configuration = published !== undefined && (never || draft.changed);
  const files = useFilesPart(app.id);
  const [without, setWithout] = useState<{ configuration?: boolean; files?: boolean }>({});
  const chosen = {
    configuration: configuration && !without.configuration,
    files: files.changed && !without.files,
  };
  const what = whatOf(chosen.configuration, chosen.files);
  // Until the files are known, the button would publish less than the one that opened this.
  const ready = what !== "nothing" && !files.loading;
  const { publish, rejected } = usePublish({ draft, files, onDone: onClose });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("title")}
      description={t("what")}
      onSubmit={() => ready && !publish.isPending && publish.mutate(chosen)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!ready} busy={publish.isPending}>
            {files.loading ? t("title") : t(`${what}`)}
          </Button>
        </>
      }
    >
      {configuration && (
        <ConfigPart
          published={published}
          never={never}
          draft={draft}
          rejected={rejected?.part === "configuration" ? rejected.error : null}
          chosen={chosen.configuration}
          onChosen={(on) => setWithout({ ...without, configuration: !on })}
        />
      )}
      <FilesPart
        files={files}
        rejected={rejected?.part === "files" ? rejected.error : null}
        chosen={chosen.files}
        onChosen={(on) => setWithout({ ...without, files: !on })}
      />
    </Dialog>
  );
}
