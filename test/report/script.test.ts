import { scriptModule } from '../../report/build';
import { SCRIPT } from '../../report/script';

test('the script that is kept is the one that its sources make', () => {
  const kept = new Function(`${scriptModule().replace('export const SCRIPT =', 'return')}`)();
  // otherwise: npx tsx report/build.ts
  expect(SCRIPT).toBe(kept);
});

test('has nothing that turns text into markup or code, or that asks anybody', () => {
  expect(SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser/);
  expect(SCRIPT).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(/);
});
