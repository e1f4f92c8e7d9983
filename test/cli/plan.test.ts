import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULE_ID } from '../../core/contract/names';
import { partsweep } from './command';

const folder = mkdtempSync(join(tmpdir(), 'plan-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const logs = {
  ID: 'logs',
  Filter: { Prefix: 'logs/' },
  Status: 'Enabled',
  Expiration: { Days: 30 },
  Novel: { By: 'x' },
};
const document = { TransitionDefaultMinimumObjectSize: 'varies_by_storage_class', Rules: [logs] };
const bare = file('bare.json', JSON.stringify(document, undefined, 2));

test('plans for JSON as the AWS CLI prints it, and carries everything over', () => {
  const { status, stdout, stderr } = partsweep(['plan', '--lifecycle', bare, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    verdict: 'put',
    reason: { code: 'rule-missing', text: expect.any(String) },
    configuration: {
      ...document,
      Rules: [
        logs,
        {
          ID: RULE_ID,
          Filter: { Prefix: '' },
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    },
  });
});

test('plans for XML, with the wanted days, and answers in JSON', () => {
  const xml = file(
    'v1.xml',
    '<LifecycleConfiguration><Rule><Prefix>a</Prefix><Status>Disabled</Status></Rule></LifecycleConfiguration>',
  );
  const { stdout } = partsweep(['plan', '--json', '--days', '3', '--lifecycle', xml]);
  expect(JSON.parse(stdout).configuration.Rules).toEqual([
    { Prefix: 'a', Status: 'Disabled' },
    { ID: RULE_ID, Prefix: '', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } },
  ]);
});

test('answers keep and refuse with the unchanged configuration, and exit status 0', () => {
  const abort = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 30 } };
  const old = { Rules: [{ ID: 'x', Prefix: '', Status: 'Enabled', ...abort }] };
  const path = file('old.json', JSON.stringify(old));
  const kept = partsweep(['plan', '--json', '--days', '30', '--lifecycle', path]);
  const refused = partsweep(['plan', '--json', '--lifecycle', path]);
  expect(kept.status).toBe(0);
  expect(JSON.parse(kept.stdout)).toMatchObject({ verdict: 'keep', configuration: old });
  expect(refused.status).toBe(0);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    verdict: 'refuse',
    reason: { code: 'longer-rule-v1' },
    configuration: old,
  });
});

test('tells people the verdict, the reason, what to do and what changes, without colours in a pipe', () => {
  const { stdout } = partsweep(['plan', '--lifecycle', bare]);
  expect(stdout).toMatch(/^put: no rule for the whole bucket/);
  expect(stdout).toContain('rules: 1 now, 2 then');
  expect(stdout).toMatch(new RegExp(`^ {4}"logs", enabled.*\\n {2}\\+ "${RULE_ID}", enabled, whole bucket`, 'm'));
  expect(stdout).not.toContain('\u001B');
});

test('reads standard input, and UTF-16 as Windows PowerShell writes it', () => {
  const windows = Buffer.from(`\uFEFF${JSON.stringify(document)}`, 'utf16le');
  expect(partsweep(['plan', '--json', '--lifecycle', '-'], { input: windows }).status).toBe(0);
});

test.each([
  ['broken JSON', '{"Rules": [\n  {"ID": }]}', /:2:10 is not a lifecycle configuration: expected a value/],
  ['broken XML', '<LifecycleConfiguration>\n<Rule></Rulex>', /:2:7 is not a lifecycle configuration/],
  ['a key that stands twice', '{"Rules": [],\n"Rules": []}', /:2:1 .*stands twice/],
  ['another document', '{"Buckets": []}', /no list named Rules/],
  ['a request instead of an answer', '{"LifecycleConfiguration": {"Rules": []}}', /under LifecycleConfiguration/],
  ['an error of S3', '<Error><Code>NoSuchBucket</Code></Error>', /root element is Error/],
  ['plain text', 'hello', /expected a value/],
  ['an empty file', '', /is empty/],
  ['a rule that is no object', '{"Rules": [1]}', /Rules\[0\] is not an object/],
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xc0]), /not text in UTF-8/],
])('fails with status 2 for %s, says where and what to do, and shows no stack', (_, content, message) => {
  const { status, stdout, stderr } = partsweep(['plan', '--json', '--lifecycle', file('bad', content)]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toContain('What to do: ');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test.each([
  ['a file that is not there', ['plan', '--lifecycle', join(folder, 'none')], /there is no such file/],
  ['a folder', ['plan', '--lifecycle', folder], /it is a folder/],
  ['no file', ['plan'], /--lifecycle/],
  ['days of 0', ['plan', '--lifecycle', bare, '--days', '0'], /whole number/],
  ['days of 1.5', ['plan', '--lifecycle', bare, '--days', '1.5'], /whole number/],
  ['days in words', ['plan', '--lifecycle', bare, '--days', 'seven'], /whole number/],
  ['a negative number of days', ['plan', '--lifecycle', bare, '--days=-1'], /whole number/],
  ['an unknown flag', ['plan', '--lifecicle', bare], /Did you mean --lifecycle\?/],
  ['an unknown command', ['plam'], /Did you mean plan\?/],
  ['no command', [], /Usage: partsweep/],
  ['too many arguments', ['plan', '--lifecycle', bare, 'more'], /too many arguments/],
])('fails with status 2 for %s', (_, args, message) => {
  const { status, stdout, stderr } = partsweep(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('shows the stack of a failure when it is asked to', () => {
  expect(partsweep(['plan', '--debug', '--lifecycle', join(folder, 'none')]).stderr).toMatch(/^\s+at /m);
});

test('takes --no-color and --debug before and behind the command', () => {
  expect(partsweep(['--no-color', '--debug', 'plan', '--lifecycle', bare]).status).toBe(0);
  expect(partsweep(['plan', '--no-color', '--lifecycle', bare]).status).toBe(0);
});

test('helps with an example, and tells its version', () => {
  const help = partsweep(['plan', '--help']);
  expect(help.status).toBe(0);
  expect(help.stdout).toContain('$ partsweep plan --lifecycle lifecycle.json');
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(partsweep(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
});
