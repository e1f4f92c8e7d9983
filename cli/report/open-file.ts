import { spawn } from 'node:child_process';

/** What opens a file as the desktop does: a program of its own, and no shell, which would read meaning into a name. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};
/** A program that has not failed within so many milliseconds has a browser. */
const PATIENCE_MS = 5_000;

/** Opens a file, given by its absolute path; false where that cannot be done. */
export function openFile(path: string): Promise<boolean> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(program, [...args, path], { stdio: 'ignore', detached: true, shell: false });
    const timer = setTimeout(() => end(true), PATIENCE_MS);
    const end = (opened: boolean): void => {
      clearTimeout(timer);
      child.unref();
      resolve(opened);
    };
    child.on('error', () => end(false));
    child.on('exit', (status) => end(status === 0));
  });
}
