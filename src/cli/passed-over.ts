import type { CatalogueSummary, PassedOver } from '../index.ts';

const WORDS: Readonly<Record<PassedOver, string>> = {
  header: 'of the header',
  separatorLine: 'that names the separator',
  comment: 'of comments',
  empty: 'empty',
  furtherRow: 'that bring a product no further image',
  wrapper: 'around the rows',
  systemFile: 'that are files of the system, catalogues and the like',
  excluded: 'excluded',
  link: 'links',
};

/** What a catalogue holds beside its rows and its header, by reason; undefined when there is nothing to say. */
export function passedOverLine(catalogue: string, { passedOver }: CatalogueSummary): string | undefined {
  const reasons = Object.entries(passedOver) as [PassedOver, number][];
  const counts = reasons.filter(([reason, count]) => reason !== 'header' && count > 0);
  if (counts.length === 0) return undefined;
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return `${catalogue}: passed over ${all}: ${counts.map(([reason, count]) => `${count} ${WORDS[reason]}`).join(', ')}`;
}
