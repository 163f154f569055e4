import type { ApiOperation } from "./queries";

/** What an operation is called, what it requests, and what the document says of it. */
export function OperationName({ operation }: { operation: ApiOperation }) {
  const { name, method, path, server, description } = operation;
  return (
    <span className="flex min-w-0 flex-col gap-0.5 wrap-anywhere">
      <code className="font-mono text-xs font-medium">{name}</code>
      <code className="font-mono text-xs text-muted">
        {method} {server}
        {path}
      </code>
      {description && <span className="line-clamp-2 text-xs text-muted">{description}</span>}
    </span>
  );
}
