import { MemoryFields } from "../fields/MemoryFields";
import { VisionFields } from "../fields/VisionFields";
import type { NodeFormProps } from "./props";

type Props = Pick<NodeFormProps, "mode" | "data" | "change" | "variables" | "readOnly">;

/** What a model sees beside its question: images, and in a chat what was said before. */
export function SeenFields({ mode, data, change, variables, readOnly }: Props) {
  return (
    <>
      <VisionFields
        value={data.vision}
        variables={variables}
        readOnly={readOnly}
        onChange={(vision) => change({ vision })}
      />
      {mode === "advanced-chat" && (
        <MemoryFields
          value={data.memory}
          variables={variables}
          readOnly={readOnly}
          onChange={(memory) => change({ memory })}
        />
      )}
    </>
  );
}
