import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { WrongUse } from '../wrong-use';
import { withMember } from './json-member';

/** Where the CDK and the app look. */
const PATH = ['context', 'partsweep'] as const;

/** A `cdk.json` as it was read. */
export interface SettingsFile {
  readonly path: string;
  /** Null: there is no such file. */
  readonly text: string | null;
  /** What stands under `context.partsweep`, unchecked; undefined where nothing does. */
  readonly settings: unknown;
}

/** Throws WrongUse for a file that cannot be read, is not JSON, or has no place for settings. */
export function readSettingsFile(path: string): SettingsFile {
  if (!existsSync(path)) return { path, text: null, settings: undefined };
  const text = textOf(path);
  const document = parsed(path, text);
  if (!isRecord(document)) throw noPlace(path, 'it is no object');
  const context = document['context'];
  if (context !== undefined && !isRecord(context)) throw noPlace(path, 'its "context" is no object');
  return { path, text, settings: context?.['partsweep'] };
}

/** The text of the file with these settings, everything else as it is. A file that is not there yet gets what the CDK needs to find the app. */
export function textWithSettings({ path, text }: SettingsFile, settings: unknown): string {
  if (text !== null) return withMember(text, PATH, settings);
  const app = existsSync(join(dirname(path), 'bin', 'app.ts')) ? { app: 'npx tsx bin/app.ts' } : {};
  return `${JSON.stringify({ ...app, context: { partsweep: settings } }, undefined, 2)}\n`;
}

/**
 * Replaces the file by `text` in one step: whoever reads it sees the old or the new one. Throws WrongUse when it is not any more what was
 * read, or cannot be written.
 */
export function writeSettingsFile({ path, text: before }: SettingsFile, text: string): void {
  const now = existsSync(path) ? textOf(path) : null;
  if (now !== before) {
    throw new WrongUse(`${path} was changed by somebody else in the meantime, and nothing was written`, 'run it again');
  }
  // through a link, which stays one
  const target = before === null ? path : realpathSync(path);
  const draft = `${target}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { flag: 'wx', flush: true });
    // the umask has no say in a mode that was there before
    if (before !== null) chmodSync(draft, statSync(target).mode);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new WrongUse(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      'check the folder and its permissions',
      { cause: error },
    );
  }
}

function textOf(path: string): string {
  try {
    // a byte order mark is kept, for it is part of what stays
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    throw new WrongUse(
      `${path} cannot be read as text: ${error instanceof Error ? error.message : String(error)}`,
      'check the path and its permissions, and that it is UTF-8',
      { cause: error },
    );
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new WrongUse(
      `${path} is not JSON, and was left alone: ${error instanceof Error ? error.message : String(error)}`,
      'put it right first: cdk synth says the same',
      { cause: error },
    );
  }
}

function noPlace(path: string, why: string): WrongUse {
  return new WrongUse(
    `${path} is no file of the CDK's: ${why}`,
    'make it an object, or name another file with --config',
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
