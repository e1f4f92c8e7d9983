import type { SweepScope } from '../../core/sweep/run';

/** A scope in words, such as `account 111111111111`. */
export function scopeText(scope: SweepScope): string {
  switch (scope.kind) {
    case 'all':
      return 'everything';
    case 'account':
      return `account ${scope.id}`;
    case 'unit':
      return `all accounts below ${scope.id}`;
    case 'never-surveyed':
      return 'accounts that were never surveyed';
  }
}
