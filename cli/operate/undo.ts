import type { ExitStatus } from '../terminal';
import type { Operation } from './operation';
import { undoBucket } from './undo-bucket';
import { undoMany } from './undo-many';
import type { UndoOptions, UndoTarget } from './undo-target';

/** Takes our rule out of what is named, once it is confirmed: 1 when some of it could not be taken out, 130 after Ctrl-C. */
export function runUndo(operation: Operation, target: UndoTarget, options: UndoOptions): Promise<ExitStatus> {
  const request = { confirm: options.confirm, dryRun: options.dryRun === true };
  return target.kind === 'bucket' ? undoBucket(operation, target, request) : undoMany(operation, target, request);
}
