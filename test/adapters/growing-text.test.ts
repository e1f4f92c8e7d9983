import { gunzipSync } from 'node:zlib';
import { GrowingText } from '../../adapters/growing-text';

/** An object in memory. */
function memory() {
  const chunks: Uint8Array[] = [];
  const said: string[] = [];
  return {
    said,
    bytes: () => Buffer.concat(chunks),
    upload: {
      write: async (bytes: Uint8Array) => {
        chunks.push(bytes);
      },
      end: async () => {
        said.push('end');
      },
      abort: async () => {
        said.push('abort');
      },
    },
  };
}

const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} – ü\n`);

test.each([true, false])('text comes as it was written, compressed: %s', async (compress) => {
  const { upload, bytes, said } = memory();
  const text = new GrowingText(upload, { compress });
  for (const line of lines) await text.write(line);
  await text.end();
  const whole = compress ? gunzipSync(bytes()) : bytes();
  expect(whole.toString()).toBe(lines.join(''));
  expect(bytes().length < 100_000).toBe(compress);
  expect(said).toEqual(['end']);
});

test('a text of nothing is a file of nothing', async () => {
  const { upload, bytes } = memory();
  await new GrowingText(upload, { compress: true }).end();
  expect(gunzipSync(bytes()).length).toBe(0);
});

test('what is aborted does not end', async () => {
  const { upload, said } = memory();
  const text = new GrowingText(upload, { compress: true });
  await text.write('x'.repeat(100_000));
  await text.abort();
  expect(said).toEqual(['abort']);
});
