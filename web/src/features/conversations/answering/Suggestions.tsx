import { Button } from "@/ui";

type Props = { label: string; questions: string[]; onAsk: (question: string) => void };

/** Questions to choose from. */
export function Suggestions({ label, questions, onAsk }: Props) {
  if (questions.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-2">
      {[...new Set(questions)].map((question) => (
        <li key={question} className="max-w-full">
          <Button
            size="small"
            className="h-auto! max-w-full py-1 text-left whitespace-normal!"
            onClick={() => onAsk(question)}
          >
            {question}
          </Button>
        </li>
      ))}
    </ul>
  );
}
