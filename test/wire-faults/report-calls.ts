import type { PortCall } from './port-call';
import type { World } from './world';

/** A file of the report, written to its end. */
async function writeFile({ report }: World): Promise<string> {
  const file = await report.filesOf('run').begin('report.html');
  await file.write('<html></html>');
  await file.end();
  return 'written';
}

/** What the function makes that writes the report. It tries five times, and its files are multipart uploads. */
export const REPORT: readonly PortCall[] = [
  {
    name: 'beginning a file of the report',
    operation: 's3 POST uploads',
    group: 'files of the report',
    isPatient: true,
    attempts: 5,
    hasBody: true,
    run: writeFile,
    good: 'written',
  },
  {
    name: 'a part of a file',
    operation: 's3 PUT partNumber',
    group: 'files of the report',
    isPatient: true,
    attempts: 5,
    hasBody: false,
    run: writeFile,
    good: 'written',
  },
  {
    name: 'the end of a file',
    operation: 's3 POST uploadId',
    group: 'files of the report',
    isPatient: true,
    attempts: 5,
    hasBody: true,
    // S3 knows an upload no more once it has ended
    isOnce: true,
    run: writeFile,
    good: 'written',
  },
  {
    name: 'runs of the report',
    operation: 'dynamodb Query',
    group: 'runs',
    attempts: 5,
    hasBody: true,
    run: ({ report }) => report.inventory.runs.latest(1),
    good: [expect.objectContaining({ by: 'ada' })],
  },
];
