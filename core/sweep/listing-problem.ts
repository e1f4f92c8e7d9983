import { deniedInWords } from '../store-problem';
import type { BucketListing } from './survey';

/** Why a listing could not be had, for a reason's text. */
export function listingInWords(listing: Exclude<BucketListing, { kind: 'page' }>): string {
  if (listing.kind === 'denied') return deniedInWords(listing);
  return 'message' in listing ? listing.message : listing.kind;
}
