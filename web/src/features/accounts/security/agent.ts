// What a browser calls itself, as people know it. Guessed: it decides nothing.

const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|Chromium|HeadlessChrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

function known(list: [RegExp, string][], agent: string): string | null {
  return list.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
}

/** Browser and system, as far as they are known; a program is what stands before its version. */
export function deviceOf(agent: string): { browser: string | null; system: string | null } {
  const browser = known(BROWSERS, agent) ?? (/^[\w.-]+/.exec(agent)?.[0] || null);
  return { browser, system: known(SYSTEMS, agent) };
}

/** A name for a passkey that is made here. */
export function thisDevice(): string {
  const { browser, system } = deviceOf(navigator.userAgent);
  return system ?? browser ?? "";
}
