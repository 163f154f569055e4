// A small folder as a person may have it, for pictures: prompts, a skill, documents, data, an image.
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const SKILL = `---
name: refunds
description: Decides whether an order can be refunded, and how. Use it when a customer asks for money back.
---

# Refunds

1. Look up the order in \`policies/returns.md\`.
2. Within 30 days, unused: refund in full.
3. Opened or used: offer a voucher of 80 %.

> Never promise a date. Banks take three to ten days.

| State    | Days | Refund  |
| -------- | ---: | ------- |
| unused   |   30 | full    |
| opened   |   30 | voucher |
| damaged  |   90 | full    |
`;

const FILES = {
  "README.md": "# Support agent\n\nEverything the support agent reads. `skills/` says what it can do.\n",
  "prompts/system.md": "You are the support agent of Northwind.\nAnswer in the language of the customer.\nBe brief.\n",
  "prompts/greeting.md": "Hello! How can I help?\n",
  "skills/refunds/SKILL.md": SKILL,
  "skills/refunds/scripts/rate.py":
    'def rate(state: str, days: int) -> float:\n    """How much of the price is paid back."""\n' +
    '    if state == "damaged":\n        return 1.0 if days <= 90 else 0.0\n' +
    '    return {"unused": 1.0, "opened": 0.8}.get(state, 0.0) if days <= 30 else 0.0\n',
  "skills/shipping/SKILL.md":
    "---\nname: shipping\ndescription: Says where a parcel is. Use it when a customer asks about a delivery.\n---\n\n" +
    "Ask for the order number. Then read `data/carriers.json`.\n",
  "skills/Escalation/SKILL.md": "---\nname: Escalation\n---\n\nHand over to a person.\n",
  "policies/returns.md": "# Returns\n\n30 days, in the original packaging.\n",
  "policies/warranty.md": "# Warranty\n\nTwo years on everything with a plug.\n",
  "policies/privacy.md": "# Privacy\n\nNo order is named in a public channel.\n",
  "data/carriers.json":
    '{\n  "north": { "days": 2, "tracking": true },\n  "south": { "days": 5, "tracking": false }\n}\n',
  "data/faq.csv": "question,answer\nWhere is my parcel?,See shipping\nCan I return it?,See refunds\n",
  "images/logo.svg":
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="240" height="240">' +
    '<path fill="#1b7347" d="M32 4 52 32H40l12 20H12l12-20H12z"/></svg>\n',
};

const CHANGED = {
  "prompts/system.md":
    "You are the support agent of Northwind.\nAnswer in the language of the customer.\nBe brief, and name the policy you rely on.\n",
  "policies/returns.md": "# Returns\n\n60 days, in the original packaging.\nSale items: 14 days.\n",
  "policies/holidays.md": "# Holidays\n\nNo refunds are paid between 24 December and 2 January.\n",
};

/** Writes the folder; returns its path. */
export function writeSample(under) {
  const folder = join(under, "support");
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function changeSample(folder) {
  for (const [path, text] of Object.entries(CHANGED)) writeFileSync(join(folder, path), text);
}

/** Another folder, always of new bytes: they have to be sent. */
export function writeRecordings(sample) {
  const folder = join(dirname(sample), "recordings");
  mkdirSync(folder, { recursive: true });
  for (let at = 1; at <= 6; at++) writeFileSync(join(folder, `call ${at}.wav`), randomBytes(200_000));
  return folder;
}
