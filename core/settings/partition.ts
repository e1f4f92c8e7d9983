/** Partition of a Region by its code's beginning; only equality and China matter here. */
export function partitionOf(region: string): string {
  const [area = '', next = ''] = region.split('-');
  if (area === 'cn') return 'aws-cn';
  if (next === 'gov' || next.startsWith('iso')) return `aws-${area}-${next}`;
  return area.startsWith('eusc') ? 'aws-eusc' : 'aws';
}
