import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { errorText, toasts } from "@/ui";
import { datasetKey } from "../queries";
import { type Child, DOCUMENT, type Place, pathOf, type Segment } from "./queries";

export type SegmentText = { content: string; answer?: string; regenerate_child_chunks?: boolean };

/** Saves a segment's text, or a new segment where there is none yet. Whoever uses this shows the error. */
export function useSegmentText(place: Place, segment: Segment | undefined, onDone: () => void) {
  const refresh = useRefresh(place);
  return useMutation({
    mutationFn: (body: SegmentText): Promise<unknown> => {
      if (!segment) return call(api.POST(`${DOCUMENT}/segment`, { params: { path: pathOf(place) }, body }));
      const path = { ...pathOf(place), segment_id: segment.id };
      return call(api.PATCH(`${DOCUMENT}/segments/{segment_id}`, { params: { path }, body }));
    },
    onSuccess: () => {
      onDone();
      return refresh();
    },
  });
}

export function useSegmentSwitch(place: Place) {
  const { t } = useTranslation("datasets");
  const refresh = useRefresh(place);
  return useMutation({
    mutationFn: ({ id, enabled }: Segment) => {
      const path = { ...pathOf(place), action: enabled ? "disable" : "enable" };
      const query = { segment_id: [id] };
      return call(api.PATCH(`${DOCUMENT}/segment/{action}`, { params: { path, query } }));
    },
    onSuccess: refresh,
    onError: (error) => toasts.show({ kind: "error", title: t("reader.failed"), description: errorText(error) }),
  });
}

export function useSegmentRemoval(place: Place, onDone: () => void) {
  const refresh = useRefresh(place);
  return useMutation({
    mutationFn: ({ id }: Segment) => {
      const path = { ...pathOf(place), segment_id: id };
      return call(api.DELETE(`${DOCUMENT}/segments/{segment_id}`, { params: { path } }));
    },
    onSuccess: () => {
      onDone();
      return refresh();
    },
  });
}

const CHILDREN = `${DOCUMENT}/segments/{segment_id}/child_chunks` as const;

/** Saves the text of a child chunk, or a new one where there is none yet. Whoever uses this shows the error. */
export function useChildText(place: Place, segment: Segment, child: Child | undefined, onDone: () => void) {
  const refresh = useRefresh(place);
  return useMutation({
    mutationFn: (content: string): Promise<unknown> => {
      const path = { ...pathOf(place), segment_id: segment.id };
      if (!child) return call(api.POST(CHILDREN, { params: { path }, body: { content } }));
      const one = { path: { ...path, child_id: child.id } };
      return call(api.PATCH(`${CHILDREN}/{child_id}`, { params: one, body: { content } }));
    },
    onSuccess: () => {
      onDone();
      return refresh();
    },
  });
}

export function useChildRemoval(place: Place, segment: Segment, onDone: () => void) {
  const refresh = useRefresh(place);
  return useMutation({
    mutationFn: ({ id }: Child) => {
      const path = { ...pathOf(place), segment_id: segment.id, child_id: id };
      return call(api.DELETE(`${CHILDREN}/{child_id}`, { params: { path } }));
    },
    onSuccess: () => {
      onDone();
      return refresh();
    },
  });
}

function useRefresh({ datasetId }: Place) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: datasetKey(datasetId) });
}
