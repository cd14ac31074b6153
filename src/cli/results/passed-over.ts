import type { CatalogueSummary, PassedOver } from '../../index.ts';
import { counted } from '../output/counted.ts';

const WORDS: Readonly<Record<PassedOver, string | readonly [one: string, many: string]>> = {
  header: 'of the header',
  separatorLine: ['that names the separator', 'that name the separator'],
  comment: 'of comments',
  empty: 'empty',
  furtherRow: ['that brings a product no further image', 'that bring a product no further image'],
  wrapper: 'around the rows',
  systemFile: [
    'that is a file of the system, a catalogue or the like',
    'that are files of the system, catalogues and the like',
  ],
  excluded: 'excluded',
  link: ['link', 'links'],
};

/** What a catalogue holds beside its rows and its header, by reason; undefined when there is nothing to say. */
export function passedOverLine(catalogue: string, { passedOver }: CatalogueSummary): string | undefined {
  const reasons = Object.entries(passedOver) as [PassedOver, number][];
  const counts = reasons.filter(([reason, count]) => reason !== 'header' && count > 0);
  if (counts.length === 0) return undefined;
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return `${catalogue}: passed over ${all}: ${counts.map(([reason, count]) => wordsFor(reason, count)).join(', ')}`;
}

function wordsFor(reason: PassedOver, count: number): string {
  const [one, many] = [WORDS[reason]].flat() as [string, string?];
  return counted(count, one, many ?? one);
}
