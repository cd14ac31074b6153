import { META_FIELDS } from '../../meta/model/meta-fields.ts';
import { metaContext } from '../../meta/model/meta-options.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import { recordOfValues } from '../../meta/rules/field-values.ts';
import type { MetaIssue } from '../../meta/rules/meta-issue.ts';
import type { MetaIssueCode } from '../../meta/rules/meta-issue-code.ts';
import type { ServiceType } from '../../shared/service-type.ts';
import { imageRefusal } from './image-refusal.ts';
import type { RpcParameters } from './operations/rpc-operation.ts';
import { firstReason } from './service-reason.ts';

/**
 * Where AddImage (@alicloud/imagesearch20201214 4.4.0) differs from the documents of increment.meta: a name is not that
 * of an object and may have any form, up to 256 characters; a string attribute must not have \ ¥ $ & %.
 */
const SEVERITIES: Readonly<Partial<Record<MetaIssueCode, MetaIssue['severity']>>> = {
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
  const found = issues.map((issue) => ({ ...issue, severity: SEVERITIES[issue.code] ?? issue.severity }));
  const reason = firstReason(found, 'BadRequest');
  if (reason !== undefined) throw imageRefusal(reason);
  return recordOfValues(values) as AddRecord; // its OperationType stands above
}

/** A parameter's value in the type that a line has; a value of another type stays text, which the rules then refuse. */
const READ = {
  string: (text: string) => text,
  integer: (text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  boolean: (text: string) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text),
  region: (text: string) => text,
} satisfies Record<(typeof META_FIELDS)[number]['type'], (text: string) => unknown>;
