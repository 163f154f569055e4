// The answers that a question should find, as they are typed.
import { fieldTexts } from "@/ui";
import type { Given, Question } from "./queries";

/** `id`: of a document that was chosen before; `segmentId`: only this passage of it. */
export type Row = { document: string; id?: string; segmentId?: string; quote?: string; grade: number };

export const GRADES = [1, 2, 3, 4] as const;
export const MAX_ROWS = 50;

export const rowsOf = ({ expected }: Question): Row[] =>
  expected.map(({ document_id: id, document, segment_id, quote, grade }) => ({
    document,
    id,
    grade,
    ...(segment_id ? { segmentId: segment_id } : {}),
    ...(quote ? { quote } : {}),
  }));

/** What is wrong with each answer, by its place. */
export const rowErrors = (error: unknown): Record<number, string> =>
  Object.fromEntries(
    Object.entries(fieldTexts(error)).flatMap(([path, text]) => {
      const [, at] = /\.expected\[(\d+)\]/.exec(path) ?? [];
      return at === undefined ? [] : [[Number(at), text]];
    }),
  );

/** What is saved, or null as long as something is missing. A document that is still named as it was is known by its ID. */
export function givenOf(question: string, rows: Row[]): Given | null {
  const text = question.trim();
  if (text === "" || rows.length === 0 || rows.some(({ document }) => document.trim() === "")) return null;
  const expected = rows.map(({ document, id, segmentId, grade }) => ({
    document: id ?? document.trim(),
    segment_id: segmentId ?? null,
    grade,
  }));
  return { question: text, expected };
}
