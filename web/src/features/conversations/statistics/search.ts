export const SPANS = [7, 30, 90] as const;
export type Span = (typeof SPANS)[number];

/** `days`: how far back; 30 without it. */
export type OverviewSearch = { days?: Span };

export function overviewSearch(search: Record<string, unknown>): OverviewSearch {
  const days = SPANS.find((span) => span === Number(search.days));
  return days && days !== 30 ? { days } : {};
}
