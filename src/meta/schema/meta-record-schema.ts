import { show } from '../../shared/options/checks.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import { META_OPTIONS, type MetaOptions, metaContext } from '../model/meta-options.ts';
import type { AddRecord, DeleteRecord, MetaRecord } from '../model/meta-record.ts';
import type { Region } from '../model/region.ts';
import { RecordCheck } from '../rules/check-record.ts';
import type { MetaIssue } from '../rules/meta-issue.ts';
import type { StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts';

/** A record as it comes from elsewhere: its region may be the wire string too. */
export type MetaRecordInput =
  | (Omit<AddRecord, 'region'> & { readonly region?: Region | string | undefined })
  | (DeleteRecord & { readonly [K in Exclude<keyof AddRecord, keyof DeleteRecord>]?: undefined });

/** A Standard Schema of records. */
export type MetaRecordSchema = StandardSchema<MetaRecordInput, MetaRecord>;

/**
 * A schema of records in code, for whatever takes a Standard Schema: forms, routers, queues. It refuses what
 * `MetaFileBuilder` refuses; warnings pass. A region may come as text and goes out as an object.
 *
 * @example
 * const result = metaRecordSchemaFor({ profile: 'strict' })['~standard'].validate(input);
 * if (result.issues) for (const { path, message } of result.issues) console.warn(path.join('.'), message);
 * @throws {TypeError} when an option is none of the known ones
 */
export function metaRecordSchemaFor(options: MetaOptions = {}): MetaRecordSchema {
  const context = metaContext(knownOptions('metaRecordSchemaFor()', options, META_OPTIONS));
  let check: RecordCheck | undefined; // made when it is first needed: most programs that load this module need none
  const validate = (value: unknown): StandardResult<MetaRecord> => {
    if (!isObject(value)) {
      const message = `The record is ${show(value)}: it must be an object such as { operationType, productId, picName }`;
      return { issues: [{ message, path: [] }] };
    }
    check ??= new RecordCheck(context);
    const { record, issues } = check.check(value, 'record');
    if (record !== undefined) return { value: record };
    return { issues: issues.filter(({ severity }) => severity === 'error').map(inCode) };
  };
  return { '~standard': { version: 1, vendor: 'imagesearch-import', validate } };
}

/** The schema of records by the defaults: product search, the `documented` profile. */
export const metaRecordSchema: MetaRecordSchema = /* @__PURE__ */ metaRecordSchemaFor();

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Issues name a field as the file does. */
const inCode = ({ message, field }: MetaIssue): StandardIssue => ({
  message,
  path: META_FIELDS.filter(({ wire }) => wire === field).map(({ key }) => key),
});
