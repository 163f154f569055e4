import { expect, test } from "vitest";
import { givenOf, rowsOf } from "./expected";
import type { Question } from "./queries";

const question: Question = {
  id: "q",
  position: 1,
  question: "Where do ships sail?",
  expected: [
    { document_id: "d", document: "guides/harbor.md", segment_id: "s", quote: "Ships sail", grade: 3 },
    { document_id: "e", document: "mill.md", segment_id: null, quote: null, grade: 1 },
  ],
  created_at: 0,
};

test("answers that nobody touched are saved as they were, by their IDs", () => {
  expect(givenOf(question.question, rowsOf(question))).toEqual({
    question: question.question,
    expected: [
      { document: "d", segment_id: "s", grade: 3 },
      { document: "e", segment_id: null, grade: 1 },
    ],
  });
});

test("a new answer is known by what was typed, and none may be empty", () => {
  const rows = [{ document: " mill.md ", grade: 2 }];
  expect(givenOf(" Who grinds? ", rows)).toEqual({
    question: "Who grinds?",
    expected: [{ document: "mill.md", segment_id: null, grade: 2 }],
  });
  expect([givenOf(" ", rows), givenOf("Who?", []), givenOf("Who?", [{ document: " ", grade: 1 }])]).toEqual([
    null,
    null,
    null,
  ]);
});
