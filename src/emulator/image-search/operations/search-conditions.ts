import { parseFilter } from '../../../service/filter/parse-filter.ts';
import type { GalleryRecord } from '../gallery-record.ts';
import { RpcRefusal } from '../rpc-refusal.ts';
import type { PicturedRecord, ScoredRecord } from '../similarity/pictures.ts';
import { resultWindow } from './result-window.ts';
import type { RpcParameters } from './rpc-operation.ts';

/** What every search is asked for beside its question. */
export interface SearchConditions {
  /** Whether an image is looked at: it has the category and matches the filter. */
  readonly admits: (image: PicturedRecord) => boolean;
  /** `Auctions` and `Head` of the answer. */
  readonly answer: (ranked: readonly ScoredRecord[], startedAt: number) => object;
}

/**
 * Reads the conditions of a search.
 *
 * @param categoryId only images of it; of every category without it
 * @throws {RpcRefusal} with the documented code of what is wrong
 */
export function searchConditions(
  parameters: RpcParameters,
  categoryId: number | undefined,
): SearchConditions {
  const { start, end } = resultWindow(parameters);
  const matches = parameters['Filter'] ? filterOf(parameters['Filter']) : () => true;
  const isDistinct = flag('DistinctProductId', parameters['DistinctProductId']);
  const least = threshold(parameters['ScoreThreshold']);
  return {
    admits: ({ record }) => (categoryId === undefined || record.CategoryId === categoryId) && matches(record),
    answer: (ranked, startedAt) => {
      const enough = ranked.filter(({ score }) => score >= least);
      const found = isDistinct ? firstOfProducts(enough) : enough;
      const Auctions = found.slice(start, end).map(({ record, score }) => scored(record, score));
      const SearchTime = Math.round(performance.now() - startedAt);
      // As the documents have it: DocsFound counts the results of the answer, DocsReturn those in the instance.
      return { Auctions, Head: { DocsFound: Auctions.length, DocsReturn: found.length, SearchTime } };
    },
  };
}

/** @throws {RpcRefusal} for a filter that cannot be read */
export function filterOf(clause: string): (image: GalleryRecord) => boolean {
  const filter = parseFilter(clause);
  if ('fault' in filter) throw new RpcRefusal(400, 'InvalidFilterClause', filter.fault);
  return filter.matches;
}

/** @throws {RpcRefusal} for another text than true and false */
export function flag(name: string, value = 'false'): boolean {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new RpcRefusal(400, 'BadRequest', `${name} must be true or false: ${value}`);
}

/** `0.00` to `1.00`, with two decimals at most. */
function threshold(text = '0'): number {
  if (/^(0(\.\d{1,2})?|1(\.0{1,2})?)$/.test(text)) return Number(text);
  throw new RpcRefusal(400, 'BadRequest', `ScoreThreshold must be from 0.00 to 1.00: ${text}`);
}

function firstOfProducts(ranked: readonly ScoredRecord[]): readonly ScoredRecord[] {
  const seen = new Set<string>();
  return ranked.filter(({ record: { ProductId } }) => !seen.has(ProductId) && seen.add(ProductId));
}

const scored = (record: GalleryRecord, score: number) => {
  const Score = Math.floor(score * 1e6) / 1e6; // what is below 1 stays below 1
  return { ...record, Score, SortExprValues: `${Score};0` };
};
