/** What of the tables is looked at: goes into the address behind `#`, so that a link shows the same. */
export interface View {
  /** Words that all must be found, in any column. */
  readonly search: string;
  /** Empty: all. */
  readonly verdicts: readonly string[];
  readonly region: string;
  /** A reason's code. */
  readonly reason: string;
  /** An account's id. */
  readonly account: string;
  readonly sort: Sort;
  readonly accountSearch: string;
  readonly accountSort: Sort;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export const WHOLE_VIEW: View = {
  search: '',
  verdicts: [],
  region: '',
  reason: '',
  account: '',
  sort: { column: 'bucket', descending: false },
  accountSearch: '',
  accountSort: { column: 'person', descending: true },
};

/** The view as it stands in a link, without the `#`; empty for the whole. Verdicts are separated by commas, `-` before a column turns its order. */
export function viewText(view: View): string {
  const parts = new URLSearchParams();
  const put = (name: string, value: string, usual: string): void => {
    if (value !== usual) parts.set(name, value);
  };
  put('q', view.search, '');
  put('verdict', view.verdicts.join(','), '');
  put('region', view.region, '');
  put('reason', view.reason, '');
  put('account', view.account, '');
  put('sort', sortText(view.sort), sortText(WHOLE_VIEW.sort));
  put('accounts', view.accountSearch, '');
  put('accountSort', sortText(view.accountSort), sortText(WHOLE_VIEW.accountSort));
  return parts.toString();
}

/** Reads what `viewText` wrote, with or without the `#`. What is missing or unknown is as in the whole view. Never throws. */
export function parseView(text: string): View {
  const parts = new URLSearchParams(text.replace(/^#/, ''));
  const get = (name: string): string => parts.get(name) ?? '';
  return {
    search: get('q'),
    verdicts: get('verdict')
      .split(',')
      .filter((verdict) => verdict !== ''),
    region: get('region'),
    reason: get('reason'),
    account: get('account'),
    sort: parseSort(parts.get('sort'), WHOLE_VIEW.sort),
    accountSearch: get('accounts'),
    accountSort: parseSort(parts.get('accountSort'), WHOLE_VIEW.accountSort),
  };
}

function sortText({ column, descending }: Sort): string {
  return `${descending ? '-' : ''}${column}`;
}

function parseSort(text: string | null, usual: Sort): Sort {
  const [, minus, column] = /^(-?)(\w{1,20})$/.exec(text ?? '') ?? [];
  return column === undefined ? usual : { column, descending: minus === '-' };
}
