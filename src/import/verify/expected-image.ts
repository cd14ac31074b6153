import type { MetaRecord } from '../../meta/model/meta-record.ts';
import { objectGiven, show, wholeText } from '../../shared/options/checks.ts';
import type { Expectation } from '../compare/expectation.ts';
import type { EntryOutcome } from '../entry-outcome.ts';

/**
 * What the gallery should hold, or no longer hold: a record, whose content is compared, too, or the outcome of an entry, of
 * which only the names are known.
 */
export type ExpectedImage =
  | MetaRecord
  | (Pick<EntryOutcome, 'status' | 'productId' | 'picName'> &
      Partial<Pick<EntryOutcome, 'place' | 'issues'>>);

/**
 * Reads an expectation. Undefined for an outcome that says nothing about the gallery, of a refused entry for one.
 *
 * @throws {TypeError} for what is neither a record nor an outcome
 */
export function expectationOf(expected: ExpectedImage): Expectation | undefined {
  objectGiven('a record or an outcome', expected);
  if ('operationType' in expected) {
    checkNames(expected);
    return { record: expected, comparesContent: expected.operationType === 'ADD' };
  }
  const { status, productId, picName } = expected;
  if (status === undefined)
    throw new TypeError(
      `Cannot verify an image as it must be a record, with 'operationType', or an outcome, with 'status': current value is ${show(expected)}`,
    );
  const operationType = OPERATIONS[status];
  if (operationType === undefined || productId === null) return undefined;
  const names = { productId, ...(picName !== null && { picName }) };
  checkNames(names);
  return { record: { operationType, ...names } as MetaRecord, comparesContent: false };
}

/** What was done to an image, by the status of its outcome. */
const OPERATIONS: Readonly<Partial<Record<EntryOutcome['status'], MetaRecord['operationType']>>> = {
  imported: 'ADD',
  deleted: 'DELETE',
};

function checkNames({
  productId,
  picName,
}: {
  readonly productId: string;
  readonly picName?: string | undefined;
}) {
  wholeText('productId', productId);
  if (picName !== undefined) wholeText('picName', picName);
}
