/** Small sums matter here: what embedding costs is often below a cent. */
export function moneyOf(price: number, currency: string, language: string): string {
  const digits = { maximumSignificantDigits: 2, minimumSignificantDigits: 1 };
  return new Intl.NumberFormat(language, { style: "currency", currency, ...digits }).format(price);
}
