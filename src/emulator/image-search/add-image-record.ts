import type { MetaIssue } from '../../meta/meta-issue.ts';
import type { MetaIssueCode } from '../../meta/meta-issue-code.ts';
import { metaContext } from '../../meta/meta-options.ts';
import type { AddRecord } from '../../meta/meta-record.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import { recordOfValues } from '../../meta/rules/field-values.ts';
import { META_FIELDS } from '../../meta/rules/meta-fields.ts';
import type { ServiceType } from '../../shared/service-type.ts';
import { imageRefusal } from './image-refusal.ts';
import type { RpcParameters } from './operations/rpc-operation.ts';
import { firstReason } from './service-reason.ts';

/**
 * Where AddImage (@alicloud/imagesearch20201214 4.4.0) says other things than the documents of increment.meta: a name
 * is no object's and may look as it likes, but has 256 characters; a string attribute has none of \ ¥ $ & %.
 */
const HERE: Readonly<Partial<Record<MetaIssueCode, MetaIssue['severity']>>> = {
  META_PIC_NAME_EXTENSION: 'warning',
  META_PIC_NAME_PATH: 'warning',
  META_PIC_NAME_SLASH: 'warning',
  META_STR_ATTR_CHARACTERS: 'error',
  META_TOO_LONG_FOR_API: 'error',
};

/**
 * The record that the parameters of AddImage make.
 *
 * @throws {RpcRefusal} when it breaks a rule
 */
export function addImageRecord(parameters: RpcParameters, serviceType: ServiceType): AddRecord {
  const fields: Record<string, unknown> = { OperationType: 'ADD' };
  for (const { wire, type } of META_FIELDS) {
    const text = wire === 'OperationType' ? undefined : parameters[wire];
    if (text) fields[wire] = READ[type](text);
  }
  const { values, issues } = new RecordCheck(metaContext({ serviceType })).checkFields(fields, 'wire');
  const found = issues.map((issue) => ({ ...issue, severity: HERE[issue.code] ?? issue.severity }));
  const reason = firstReason(found, 'BadRequest');
  if (reason !== undefined) throw imageRefusal(reason);
  return recordOfValues(values) as AddRecord; // its OperationType stands above
}

/** A parameter's value as a line would have it; what is of another type stays a text, which the rules then refuse. */
const READ = {
  string: (text: string) => text,
  integer: (text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  boolean: (text: string) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text),
  region: (text: string) => text,
} satisfies Record<(typeof META_FIELDS)[number]['type'], (text: string) => unknown>;
