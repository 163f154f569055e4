import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Suggestions } from "./Suggestions";

type Props = { appId: string; messageId: string; onAsk: (question: string) => void };

/** What may be asked next, by the app's model. It is an extra: where there is nothing, nothing is shown. */
export function NextQuestions({ appId, messageId, onAsk }: Props) {
  const { t } = useTranslation("conversations");
  const found = useQuery({
    queryKey: ["app", appId, "next questions", messageId],
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId, message_id: messageId } };
      return call(
        api.GET("/console/api/apps/{app_id}/chat-messages/{message_id}/suggested-questions", { params, signal }),
      );
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return <Suggestions label={t("try.next")} questions={found.data?.data ?? []} onAsk={onAsk} />;
}
