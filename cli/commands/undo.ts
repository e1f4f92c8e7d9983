import type { Registry } from '../command-options';
import { accountId, type HubOptions, hubOptions, regionCode } from '../hub/hub-options';
import type { UndoOptions } from '../operate/undo-target';
import { WrongUse } from '../wrong-use';

interface UndoCommandOptions extends HubOptions, UndoOptions {
  readonly file?: string;
}

export function registerUndo(registry: Registry): void {
  const command = registry.command(
    'undo',
    'take the rule out again and leave those buckets alone, after a confirmation',
    [
      'partsweep undo s3://my-bucket',
      'partsweep undo --account 111111111111 --dry-run',
      'partsweep undo --all --confirm o-exampleorgid',
      'partsweep undo --file partsweep-images-111111111111-2026-01-01T00-00-00-000Z.jsonl --dry-run',
    ],
  );
  hubOptions(command)
    .argument('[bucket]', 'one bucket: s3://NAME or NAME')
    .option('--account <id>', 'every bucket of one account; with a bucket, the account that it is in', accountId)
    .option('--bucket-region <region>', 'Region of the bucket, where the inventory does not know it', regionCode)
    .option('--all', 'every bucket of every account')
    .option('--file <file>', 'every bucket of a file that scan --apply kept; needs no hub')
    .option('--dry-run', 'show which accounts have how many buckets with our rule, and do nothing')
    .option(
      '--confirm <word>',
      'confirm without being asked: the ID of the organization (--all) or of the account (--account, --file), or the name of the bucket',
    )
    .action((bucket: string | undefined, options: UndoCommandOptions) =>
      registry.run(options, async (terminal) => {
        const { file } = options;
        if (file !== undefined) {
          refuseBesideFile(bucket, options);
          const { runUndoFile } = await import('../operate/undo-file.ts');
          return runUndoFile({ ...options, file }, terminal);
        }
        const { undoTarget } = await import('../operate/undo-target.ts');
        const target = undoTarget(bucket, options);
        const { operation } = await import('../operate/operation.ts');
        const { runUndo } = await import('../operate/undo.ts');
        return runUndo(await operation(options, terminal), target, options);
      }),
    );
}

function refuseBesideFile(bucket: string | undefined, options: UndoCommandOptions): void {
  const { account, all, bucketRegion, qualifier } = options;
  const others = { 'a bucket': bucket, '--account': account, '--all': all, '--bucket-region': bucketRegion };
  const [other] =
    Object.entries({ ...others, '--qualifier': qualifier }).find(([, given]) => given !== undefined) ?? [];
  if (other === undefined) return;
  throw new WrongUse(`--file and ${other} contradict each other`, 'leave one of them out');
}
