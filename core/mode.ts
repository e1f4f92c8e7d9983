/** `apply` writes; `audit` does everything but write. */
export type Mode = 'apply' | 'audit';
