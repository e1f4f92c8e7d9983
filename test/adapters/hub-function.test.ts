import type { LambdaClient } from '@aws-sdk/client-lambda';
import { HubFunction } from '../../adapters/hub-function';

const ASKED = { version: 1, kind: 'progress', run: null } as const;

function answering(payload: string, FunctionError?: string): HubFunction {
  const send = async () => ({ Payload: Buffer.from(payload), FunctionError });
  return new HubFunction({ send } as unknown as LambdaClient, 'start-sweep');
}

test('gives what the function answered', async () => {
  const answer = { kind: 'started', run: 'r' };
  expect(await answering(JSON.stringify(answer)).ask(ASKED)).toEqual({ kind: 'answered', answer });
});

test('fails with the code and the words of the function when it refused', async () => {
  const error = { code: 'not-our-message', text: 'none of ours' };
  expect(await answering(JSON.stringify({ error })).ask(ASKED)).toEqual({ kind: 'refused', ...error });
});

test('fails with what the function threw', async () => {
  const thrown = JSON.stringify({ errorType: 'Error', errorMessage: 'no table', trace: [] });
  expect(await answering(thrown, 'Unhandled').ask(ASKED)).toEqual({
    kind: 'refused',
    code: 'Unhandled',
    text: 'no table',
  });
  expect(await answering('out of time', 'Unhandled').ask(ASKED)).toMatchObject({ text: 'out of time' });
});

test.each(['', 'null', '[]', '{"kind":1}', 'not JSON'])('fails for the answer %j', async (payload) => {
  expect(await answering(payload).ask(ASKED)).toMatchObject({ kind: 'refused', code: 'no-answer' });
});
