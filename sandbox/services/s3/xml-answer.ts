import type { WireResponse } from '../../wire/message';

export const XML_HEADERS = { 'content-type': 'application/xml' };

/** A document of XML with status 200. */
export function answer(body: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status: 200, headers: { ...XML_HEADERS, ...headers }, body };
}
