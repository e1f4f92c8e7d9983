import fc from 'fast-check';
import { LineJournal } from '../../adapters/journal';
import { ManualClock } from '../fakes/manual-clock';
import { HOSTILE } from '../report/hostile';

test('a line of the log is one line of JSON, whatever the texts in it', () => {
  const text = fc.oneof(
    fc.constantFrom(...HOSTILE, '\n{"level":"error"}', '\r\n\u0085', '"}\n{"a":"'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, text, (message, bucket) => {
      const lines: string[] = [];
      const journal = new LineJournal({
        write: (line) => lines.push(line),
        clock: new ManualClock(),
        namespace: 'partsweep',
      });
      journal.log('warn', message, { bucket, reason: { text: message } });
      expect(lines).toHaveLength(1);
      expect(lines[0]?.slice(0, -1)).not.toMatch(/[\n\r]/);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn' });
    }),
  );
});
