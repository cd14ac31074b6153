import { knownOptions } from '../../shared/options/known-options.ts';
import { META_OPTIONS, type MetaOptions, metaContext } from '../model/meta-options.ts';
import { given, type JsonSchema } from './json-schema.ts';
import { type LineSchema, lineSchema, OTHER_KEYS } from './line-schema.ts';
import { IS_OF_2018, schemaOf2018 } from './schema-of-2018.ts';

/**
 * A JSON Schema (draft 2020-12) of one line of increment.meta, made from the tables of fields and rules: it refuses what
 * is an error there, as far as JSON Schema can say it. Lengths are those of our rules, in UTF-16 units; JSON Schema counts
 * code points unless a validator is set otherwise (Ajv: `unicode: false`).
 *
 * @example
 * const isLine = new Ajv2020({ unicode: false }).compile(metaJsonSchema({ profile: 'strict' }));
 * @throws {TypeError} when an option is none of the known ones
 */
export function metaJsonSchema(options: MetaOptions = {}): JsonSchema {
  const context = metaContext(knownOptions('metaJsonSchema()', options, META_OPTIONS));
  const line = lineSchema(context);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A line of increment.meta',
    description: DESCRIPTION,
    type: 'object',
    ...(context.dialect === '2018'
      ? given(IS_OF_2018, schemaOf2018(line), schemaOfToday(line))
      : schemaOfToday(line)),
  };
}

const DESCRIPTION = [
  'increment.meta of Alibaba Cloud Image Search has one such object in each line.',
  'Lengths are meant in UTF-16 units, which a validator may have to be told.',
  'No schema can say that x1 < x2 and y1 < y2 in Region, and that no key stands twice: they are wrong all the same.',
].join(' ');

const schemaOfToday = ({ fields, needed, neededByAdd }: LineSchema): JsonSchema => ({
  properties: fields,
  ...OTHER_KEYS,
  required: needed,
  ...given(
    { properties: { OperationType: { const: 'ADD' } }, required: ['OperationType'] },
    { required: neededByAdd },
  ),
});
