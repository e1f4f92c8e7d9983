import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAMES, synthesize } from './solution';

const PLACES = { hubAccount: '222233334444', memberAccount: '333344445555', region: 'eu-west-1' };

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'foreign-'));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

const resources = (stack: string) => {
  const text = readFileSync(join(outdir, `${stack}.template.json`), 'utf8');
  const { Resources } = JSON.parse(text) as { Resources: Record<string, { Type: string }> };
  return Object.values(Resources).map(({ Type }) => Type);
};

it('is a stack in the hub and one in the member account', () => {
  synthesize(outdir, PLACES);
  expect(resources(NAMES.stack)).toEqual(
    expect.arrayContaining([
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Lambda::Function',
      'AWS::Lambda::EventSourceMapping',
    ]),
  );
  expect(resources(NAMES.memberStack).sort()).toEqual(['AWS::Events::Rule', 'AWS::IAM::Role', 'AWS::IAM::Role']);
});

it('reaches the member account by a stack set where an organizational unit is given', () => {
  synthesize(outdir, PLACES, { organizationalUnit: 'ou-abcd-11111111' });
  expect(resources(NAMES.stack)).toContain('AWS::CloudFormation::StackSet');
  expect(() => resources(NAMES.memberStack)).toThrow('ENOENT');
});
