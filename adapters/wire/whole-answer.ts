/** Not what the service would say: an empty body, an error with status 200, a page of somebody on the way. It is taken for passing, and asked again as often as the client may. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  readonly $retryable = { throttling: false };
}

/** Whether the body of an answer of success is a document of AWS JSON, and no error. What is no whole JSON is left to whoever reads it, who fails on it. */
export function isJsonAnswer(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  // `__type` may be a name of somebody's own further inside
  return !text.includes('"__type"') || !isError(text);
}

/** Whether an answer of success may have this root element. */
export function isAnswerElement(name: string): boolean {
  return name !== 'ErrorResponse' && /(?:Result|Response)$/.test(name);
}

function isError(text: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(text) as object, '__type');
  } catch {
    return false;
  }
}
