import { endpointsOfProfile } from '../../adapters/profile-endpoints';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { S3BucketStore } from '../../adapters/s3';
import { systemClock } from '../../adapters/system-clock';
import type { BucketPlace } from '../../core/ports';
import { applyRule } from '../../core/scan/apply-rule';
import { isFinding, type ScannedAccount } from '../../core/scan/scan-row';
import { totalsOf } from '../../core/scan/scan-totals';
import { type BucketFate, fateLine } from '../live/fates';
import { goThroughBuckets, sleep } from '../live/go-through-buckets';
import { checkConfirmable, confirmed } from '../operate/typed-confirmation';
import { count } from '../operate/words';
import type { ExitStatus, Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { ImagesFile } from './apply-images-file';
import type { ApplyOptions } from './apply-options';
import { APPLIED, reportApplied } from './apply-report';
import { scanOwnAccount } from './apply-scan';
import { type Shown, showChanges } from './apply-show';
import { asTable } from './as-table';
import { type ScanTargets, scanTargets } from './scan-targets';

const READ_ATTEMPTS = 5;
const KIND = 'the ID of the account';

/**
 * What `partsweep scan --apply` does: scans the account of the credentials, shows what would be written where, asks, keeps what is there in
 * a file, and writes. 1 when something could not be done or somebody has to see to it, 130 after Ctrl-C. Throws WrongUse where nobody confirmed.
 */
export async function runApply(options: ApplyOptions, terminal: Terminal): Promise<ExitStatus> {
  const json = options.json === true;
  const targets = await scanTargets(options, (text) => terminal.progress(text));
  const { caller: account } = targets;
  const confirmation = { kind: KIND, word: account, given: options.confirm };
  if (options.confirm !== undefined) checkConfirmable(terminal, confirmation);
  else if (json) throw unconfirmed(account);
  const at = new Date();
  const file = new ImagesFile(
    options.images ?? `partsweep-images-${account}-${at.toISOString().replace(/[:.]/g, '-')}.jsonl`,
  );

  const scanned = await scanOwnAccount(targets, options.days, terminal);
  if (scanned === undefined) {
    terminal.note('Stopped: nothing was written.');
    return 130;
  }
  if (!json) printTable(scanned, targets, options.days, at, terminal);
  const stores = storesOf(targets);
  const shown = await showChanges(scanned, stores.store, terminal, json);
  const isRest = scanned.rows.some((row) => row.verdict !== 'would-apply' && isFinding(row));
  if (terminal.stop.aborted) {
    terminal.note('Stopped: nothing was written.');
    return 130;
  }
  if (shown.length > 0) {
    if (options.confirm === undefined && !terminal.interactive) throw unconfirmed(account);
    const what = `Our rule is written into ${count(shown.length, 'bucket')} of account ${account}; what is there now is kept in ${file.path}`;
    if (!(await confirmed(terminal, { ...confirmation, what }))) return 130;
  }
  const fates = await write(shown, stores, file, terminal, json);
  file.close();
  return reportApplied({ fates, of: shown.length, file, isRest, account, options, at }, terminal);
}

function unconfirmed(account: string): WrongUse {
  return new WrongUse(
    'nothing was written: there is nobody who could be asked whether to go on',
    `confirm with --confirm ${account}`,
  );
}

function storesOf({ sts, partition }: ScanTargets) {
  const { credentials, requestHandler } = sts.config;
  const common = { credentials, requestHandler, partition, endpoints: () => endpointsOfProfile(sts) };
  return {
    store: new S3BucketStore({ ...common, retries: new RetryQuotas(READ_ATTEMPTS) }),
    // one try: no write may come later than the reading that it rests on
    writer: new S3BucketStore({ ...common, retries: new RetryQuotas(1) }),
  };
}

function printTable(
  account: ScannedAccount,
  { partition, caller }: ScanTargets,
  days: number,
  at: Date,
  { out, paint, width }: Terminal,
): void {
  const accounts = [account];
  const result = { partition, organization: null, caller, days, measured: false, at: at.toISOString(), accounts };
  for (const piece of asTable({ ...result, totals: totalsOf(accounts) }, { paint, width })) out(piece);
}

function write(
  items: readonly Shown[],
  stores: ReturnType<typeof storesOf>,
  file: ImagesFile,
  { stop, out, paint, progress }: Terminal,
  json: boolean,
): Promise<readonly BucketFate[]> {
  let number = 0;
  return goThroughBuckets({
    ...{ items, stores, stop },
    work: ({ place, days, digest }, reader, writer) => {
      const keep = (image: Parameters<Parameters<typeof applyRule>[0]['keep']>[0]) =>
        file.keep({ ...regionOf(place, reader.region), ...image });
      return applyRule({ clock: systemClock, keep, sleep }, reader, writer, { days, shown: digest });
    },
    done: (fate) => {
      number += 1;
      if (!json) out(fateLine(fate, APPLIED, paint));
      progress(`${number} of ${count(items.length, 'bucket')}`);
    },
  });
}

function regionOf(place: BucketPlace, region: BucketPlace['region']): BucketPlace {
  return { ...place, region };
}
