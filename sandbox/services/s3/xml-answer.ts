import type { WireResponse, WireService } from '../../wire/message';
import { renderXml } from '../../wire/xml';

export const XML_HEADERS = { 'content-type': 'application/xml' };

/** A document of XML with status 200. */
export function answer(body: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status: 200, headers: { ...XML_HEADERS, ...headers }, body };
}

/** An error in S3's envelope, which general purpose and directory buckets share. */
export const renderS3Error: WireService['renderError'] = ({ code, message, status, fields }, requestId) => {
  const hostId = Buffer.from(requestId).toString('base64');
  const tree = { Code: code, Message: message, ...fields, RequestId: requestId, HostId: hostId };
  const headers = { ...XML_HEADERS, 'x-amz-request-id': requestId, 'x-amz-id-2': hostId };
  return { status, headers, body: renderXml('Error', tree) };
};
