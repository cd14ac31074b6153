import { META_FIELDS } from '../meta/model/meta-fields.ts';
import { metaContext } from '../meta/model/meta-options.ts';
import type { AddInput, AddRecord } from '../meta/model/meta-record.ts';
import { formatRegion } from '../meta/model/region.ts';
import { asAddImageHasIt } from '../meta/rules/add-image-severities.ts';
import { RecordCheck } from '../meta/rules/check-record.ts';
import { passes } from '../shared/errors/issue.ts';
import type { ServiceType } from '../shared/model/service-type.ts';
import { ImageRefused } from './image-refused.ts';

/**
 * The record of an image that is to be added, updated or searched for by a call of its own.
 *
 * @param what is done with it, as the error's message says it
 * @throws {ImageRefused} when it breaks a rule of the call
 */
export function checkedRecord(what: string, input: AddInput, serviceType: ServiceType): AddRecord {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  const record = { ...Object.fromEntries(given), operationType: 'ADD' };
  const issues = asAddImageHasIt(
    new RecordCheck(metaContext({ serviceType })).check(record, 'record').issues,
  );
  if (!passes(issues)) throw new ImageRefused(what, issues);
  return record as unknown as AddRecord; // the rules have made sure of its fields
}

/** A record as the parameters of a call. */
export const imageParameters = (record: AddRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(
    META_FIELDS.flatMap(({ wire, key }) => {
      const value = key === 'operationType' ? undefined : record[key];
      if (value === undefined) return [];
      return [[wire, typeof value === 'object' ? formatRegion(value) : String(value)]];
    }),
  );

/** The rules of names do not concern a search. */
const ANY_NAMES = { productId: 'P', picName: 'a.jpg' };

/**
 * The parameters of a search that describe its picture.
 *
 * @param what is done, as the error's message says it
 * @throws {ImageRefused} when one breaks a rule of the call
 */
export function describedParameters(
  what: string,
  described: Pick<AddInput, 'categoryId' | 'region' | 'crop'>,
  serviceType: ServiceType,
): Readonly<Record<string, string>> {
  const record = checkedRecord(what, { ...described, ...ANY_NAMES }, serviceType);
  const { ProductId: _, PicName: __, ...parameters } = imageParameters(record);
  return parameters;
}
