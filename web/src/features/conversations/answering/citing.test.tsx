import { renderToStaticMarkup } from "react-dom/server";
import ReactMarkdown from "react-markdown";
import { expect, test } from "vitest";
import { citing } from "./citing";

const shown = (text: string, numbers = [1, 2]) =>
  renderToStaticMarkup(<ReactMarkdown remarkPlugins={[citing(numbers)]}>{text}</ReactMarkdown>);
const link = (number: number) => `<a href="#source-${number}">[${number}]</a>`;

test("the numbers of sources lead to them, wherever they stand in a sentence", () => {
  expect(shown("Seven days [1], a size once [2][1].")).toBe(
    `<p>Seven days ${link(1)}, a size once ${link(2)}${link(1)}.</p>`,
  );
  expect(shown("- **seven** days [2]")).toContain(link(2));
});

test("what is no source, or is code or a link, stays as it was written", () => {
  expect(shown("Of [3] and `[1]`")).toBe("<p>Of [3] and <code>[1]</code></p>");
  expect(shown("[[1] here](https://example.com)")).toBe('<p><a href="https://example.com">[1] here</a></p>');
  expect(shown("    list[1]")).toContain("<code>list[1]");
  expect(shown("Seven [1]", [])).toBe("<p>Seven [1]</p>");
});
