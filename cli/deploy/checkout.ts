import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WrongUse } from '../wrong-use';

/** The files of a checkout that a deployment is made of. */
export interface Checkout {
  readonly root: string;
  /** The app: writes the cloud assembly. */
  readonly app: string;
  /** The CDK's command. */
  readonly cdk: string;
}

/** Throws WrongUse where there is none: the package carries the command line alone. */
export function checkout(): Checkout {
  const root = packageFolder(__dirname);
  const app = join(root, 'bin', 'app.ts');
  const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  if (existsSync(app) && existsSync(cdk)) return { root, app, cdk };
  throw new WrongUse(
    'there is nothing here that could be deployed: this package is the command line alone',
    'check the sources out, run npm ci there, and then this command',
  );
}

/** The nearest folder above that is a package: this file runs from its own place, or from a bundle that lies elsewhere in it. */
function packageFolder(from: string): string {
  const above = dirname(from);
  return existsSync(join(from, 'package.json')) || above === from ? from : packageFolder(above);
}
