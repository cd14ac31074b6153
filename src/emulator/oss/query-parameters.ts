import { percentEncode } from '../../shared/http/percent-encode.ts';
import type { OssCall } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';

/** Empty for a parameter that is not there. */
export const parameter = ({ query }: OssCall, name: string): string => query.get(name) ?? '';

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** @default the parameter must be there */
  readonly otherwise?: number | undefined;
}

/** @throws {OssRefusal} for a value that is no integer within the bounds */
export function integerParameter(
  { query }: OssCall,
  name: string,
  { least, most, otherwise }: Bounds,
): number {
  const text = query.get(name);
  if (text === undefined && otherwise !== undefined) return otherwise;
  const value = /^\d{1,15}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  return refuse(
    'InvalidArgument',
    { ArgumentName: name, ArgumentValue: text ?? '' },
    `Argument ${name} must be an integer between ${least} and ${most}.`,
  );
}

/** How names are written in the answer: percent-encoded with `encoding-type=url`, else as they are. */
export function encoding({ query }: OssCall): (text: string) => string {
  const name = query.get('encoding-type');
  if (name === undefined) return (text) => text;
  if (name === 'url') return percentEncode;
  return refuse('InvalidArgument', { ArgumentName: 'encoding-type', ArgumentValue: name });
}
