/** A figure between 0 and 1, with three digits. */
export const shownShare = (value: number | null | undefined) =>
  value === null || value === undefined ? "–" : value.toFixed(3);

/** What changed, with its sign. */
export function shownDifference(before: number | null | undefined, after: number | null | undefined) {
  if (before === null || before === undefined || after === null || after === undefined) return "–";
  const difference = after - before;
  return `${difference > 0 ? "+" : difference < 0 ? "−" : "±"}${Math.abs(difference).toFixed(3)}`;
}
