import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { deployAssembly, readAssembly } from '../../../sandbox/cloudformation/assembly';
import { ACCOUNT, REGION, stage } from './fakes';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { account: ACCOUNT, region: REGION };
const boxType = 'Test::Thing::Box';

function synthesize(name: string, build: (app: App) => void): string {
  const app = new App({ outdir: join(folder, name), analyticsReporting: false });
  build(app);
  return app.synth().directory;
}

/** Answers the key of the asset, in a stack that is not empty. */
function addAsset(stack: Stack, path: string): string {
  new CfnResource(stack, 'Box', { type: boxType });
  return new Asset(stack, 'Asset', { path }).s3ObjectKey;
}

describe('cloud assemblies', () => {
  test('stacks are deployed into their places after the stacks that they depend on', async () => {
    const directory = synthesize('ordered', (app) => {
      const later = new Stack(app, 'A-Later', { env });
      const first = new Stack(app, 'Z-First', { env, stackName: 'first' });
      const made = new CfnResource(first, 'Box', { type: boxType });
      new CfnResource(later, 'User', { type: boxType, properties: { Value: made.ref } });
      new CfnOutput(later, 'Out', { value: Fn.join('-', ['a', Fn.ref('AWS::Region')]) });
    });
    const { stacks, boxes } = stage();
    const deployed = await deployAssembly(directory, { stacks });
    expect(deployed.map(({ stackName }) => stackName)).toEqual(['first', 'A-Later']);
    expect(boxes.alive.get(`${ACCOUNT}/${REGION}/User`)).toBe('box-Box');
    expect(deployed[1]?.outputs).toEqual({ Out: 'a-eu-west-1' });
  });

  test('stages are read, and open environments get the defaults', async () => {
    const directory = synthesize('stages', (app) => {
      new CfnResource(new Stack(new Stage(app, 'Prod'), 'Hub'), 'Box', { type: boxType });
    });
    expect(() => readAssembly(directory)).toThrow('no default account and Region');
    const { stacks, boxes } = stage();
    const [stack] = await deployAssembly(directory, { stacks, defaults: env });
    expect(stack).toMatchObject({ stackName: 'Prod-Hub', ...env });
    expect([...boxes.alive.keys()]).toEqual([`${ACCOUNT}/${REGION}/Box`]);
  });

  test('file assets are found by bucket and key, in open environments as well', () => {
    const file = join(folder, 'asset.txt');
    writeFileSync(file, 'content');
    for (const [name, environment] of [
      ['asset-fixed', { env }],
      ['asset-open', {}],
    ] as const) {
      let key = '';
      const directory = synthesize(name, (app) => {
        key = addAsset(new Stack(app, 'S', environment), file);
      });
      const assembly = readAssembly(directory, env);
      const path = assembly.assetPath(`cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`, key);
      expect(readFileSync(path, 'utf8')).toBe('content');
      expect(() => assembly.assetPath('other-bucket', key)).toThrow('has no asset');
      expect(() => assembly.assetPath(`cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`, 'x')).toThrow('has no asset');
    }
  });

  test('a folder asset is answered as a folder', () => {
    let key = '';
    const directory = synthesize('folder-asset', (app) => {
      key = addAsset(new Stack(app, 'S', { env }), __dirname);
    });
    const path = readAssembly(directory).assetPath(`cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`, key);
    expect(existsSync(join(path, 'assembly.test.ts'))).toBe(true);
  });

  test('fails for an account that does not exist', async () => {
    const directory = synthesize('no-account', (app) => {
      const stack = new Stack(app, 'S', { env: { account: '999999999999', region: REGION } });
      new CfnResource(stack, 'Box', { type: boxType });
    });
    await expect(deployAssembly(directory, { stacks: stage().stacks })).rejects.toThrow(
      'stack S in 999999999999/eu-west-1: there is no account 999999999999',
    );
  });

  test.each([
    [{ version: '55.0.0', artifacts: { x: { type: 'aws:unknown' } } }, /does not model.*artifacts.x.type/],
    [{ version: '55.0.0', missing: [{ key: 'vpc' }] }, /misses context: vpc/],
    [
      {
        version: '55.0.0',
        artifacts: {
          s: {
            type: 'aws:cloudformation:stack',
            environment: 'aws://111111111111/eu-west-1',
            properties: { templateFile: 't.json', oops: 1 },
          },
        },
      },
      /does not model.*oops/,
    ],
  ])('refuses the manifest %j', (manifest, message) => {
    const directory = mkdtempSync(join(folder, 'bad-'));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readAssembly(directory)).toThrow(message);
  });

  test('refuses a folder without a manifest', () => {
    expect(() => readAssembly(join(folder, 'nowhere'))).toThrow('manifest.json cannot be read');
  });
});
