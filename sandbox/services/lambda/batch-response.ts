/**
 * Which messages of a batch are to stay, from what the handler answered (JSON) under `ReportBatchItemFailures`: IDs, or `all`.
 * Success: no answer, an empty one, a list that is empty or null. Failure of all: no JSON object, an entry without an
 * `itemIdentifier`, an empty or unknown one. Source: "Implementing partial batch responses", Lambda Developer Guide.
 */
export function failedItems(payload: string, messageIds: readonly string[]): ReadonlySet<string> | 'all' {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return 'all';
  }
  if (answer === null) return new Set();
  if (typeof answer !== 'object' || Array.isArray(answer)) return 'all';
  const failures = 'batchItemFailures' in answer ? answer.batchItemFailures : null;
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures as readonly unknown[]) {
    const id =
      typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
        ? failure.itemIdentifier
        : undefined;
    if (typeof id !== 'string' || !messageIds.includes(id)) return 'all';
    failed.add(id);
  }
  return failed;
}
