// What an answer rests on: the passages of knowledge bases that it was given, numbered as it cites them.

export type Source = {
  number: number;
  datasetId: string;
  dataset: string;
  documentId: string;
  document: string;
  segmentId: string;
  heading: string[];
  pageFrom: number | null;
  pageTo: number | null;
  /** Bytes of the document's text; none of what was typed by hand. */
  range: { start: number; end: number } | null;
  quote: string;
  /** Of an external knowledge base: its address, or none; there is no document of it here. */
  elsewhere?: string;
};

type Said = {
  position?: number;
  dataset_id?: string;
  dataset_name?: string;
  document_id?: string;
  document_name?: string;
  data_source_type?: string;
  segment_id?: string;
  content?: string;
  citation?: Partial<Cited>;
};
type Cited = {
  heading: string[];
  page_from: number | null;
  page_to: number | null;
  start: number | null;
  end: number | null;
  quote: string;
  url: string;
};

/** From `retriever_resources`. What cannot be opened is left out: older answers may have other shapes. */
export function sourcesOf(resources: object[] | null | undefined): Source[] {
  return (resources ?? []).flatMap((each, at) => {
    const { dataset_id, document_id, segment_id, citation = {}, ...said } = each as Said;
    if (!dataset_id || !document_id || !segment_id) return [];
    const { start, end } = citation;
    return {
      number: said.position ?? at + 1,
      datasetId: dataset_id,
      dataset: said.dataset_name ?? "",
      documentId: document_id,
      document: said.document_name ?? "",
      segmentId: segment_id,
      heading: citation.heading ?? [],
      pageFrom: citation.page_from ?? null,
      pageTo: citation.page_to ?? null,
      range: typeof start === "number" && typeof end === "number" ? { start, end } : null,
      quote: citation.quote ?? said.content ?? "",
      ...(said.data_source_type === "external" ? { elsewhere: citation.url ?? "" } : {}),
    };
  });
}
