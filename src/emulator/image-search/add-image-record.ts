import { META_FIELDS } from '../../meta/model/meta-fields.ts';
import { metaContext } from '../../meta/model/meta-options.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { asAddImageHasIt } from '../../meta/rules/add-image-severities.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import { recordOfValues } from '../../meta/rules/field-values.ts';
import type { ServiceType } from '../../shared/model/service-type.ts';
import { imageRefusal } from './image-refusal.ts';
import type { RpcParameters } from './operations/rpc-operation.ts';
import { firstReason } from './service-reason.ts';

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
  const { values, issues } = new RecordCheck(metaContext({ serviceType })).checkFields(fields, 'json');
  const reason = firstReason(asAddImageHasIt(issues), 'BadRequest');
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
