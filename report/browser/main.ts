import { AccountTable } from './account-table';
import { BucketTable } from './bucket-table';
import { byId } from './dom';
import type { PageData } from './page-data';
import { parseView, type View, viewText } from './view';

const data: PageData = JSON.parse(byId('data').textContent ?? '');
const buckets = new BucketTable(data, change);
const accounts = new AccountTable(data, change);
let view = parseView(location.hash);

function change(part: Partial<View>): void {
  view = { ...view, ...part };
  const text = viewText(view);
  // an address without a hash jumps to the top where it is set as a link would be
  history.replaceState(null, '', text === '' ? '#' : `#${text}`);
  show(part);
}

function show(part: Partial<View>): void {
  const names = Object.keys(part);
  if (names.some((name) => !name.startsWith('account') || name === 'account')) buckets.show(view);
  if (names.some((name) => name.startsWith('account') && name !== 'account')) accounts.show(view);
}

addEventListener('hashchange', () => {
  // the page's own anchors, such as #buckets, are no views
  if (location.hash !== '' && !location.hash.includes('=')) return;
  view = parseView(location.hash);
  show(view);
  byId('buckets').scrollIntoView();
});
show(view);
if (location.hash.includes('=')) byId('buckets').scrollIntoView();
