import type { MetaRecord, MetaRecordInput } from '../../src/meta/index.ts';
import { metaJsonSchema, metaRecordSchema, metaRecordSchemaFor } from '../../src/meta/index.ts';

/** The interface of Standard Schema v1, as its specification has it (https://standardschema.dev/schema). */
interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
    ) => Result<Output> | Promise<Result<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type Result<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: ReadonlyArray<{
        readonly message: string;
        readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
      }>;
    };

type InferInput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['input'];
type InferOutput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['output'];

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiled, never run. */
export function standardSchemaTypes(record: MetaRecord): void {
  // What takes a Standard Schema takes ours.
  const schema: StandardSchemaV1<MetaRecordInput, MetaRecord> = metaRecordSchema;
  const strict: StandardSchemaV1<MetaRecordInput, MetaRecord> = metaRecordSchemaFor({ profile: 'strict' });
  const anySchemas: StandardSchemaV1[] = [schema, strict];

  // And infers what goes in and what comes out.
  const input: Same<InferInput<typeof metaRecordSchema>, MetaRecordInput> = true;
  const output: Same<InferOutput<typeof metaRecordSchema>, MetaRecord> = true;
  // @ts-expect-error the region comes out as an object
  const text: Same<InferOutput<typeof metaRecordSchema>, MetaRecordInput> = true;

  // The region may be text, of an ADD only.
  const add: MetaRecordInput = {
    operationType: 'ADD',
    productId: '1',
    picName: 'a.jpg',
    region: '20,40,60,80',
  };
  // @ts-expect-error a DELETE has none
  const remove: MetaRecordInput = { operationType: 'DELETE', productId: '1', region: '20,40,60,80' };

  // It answers at once, with a record or with issues.
  const result = metaRecordSchema['~standard'].validate(record);
  if (result.issues === undefined) record = result.value;
  else {
    const path: readonly PropertyKey[] | undefined = result.issues[0]?.path;
    // @ts-expect-error there is no record where there are issues
    record = result.value;
    anySchemas.splice(Number(path?.length));
  }
  // @ts-expect-error there is no such profile
  metaRecordSchemaFor({ profile: 'lax' });

  // A JSON Schema is plain data.
  const data: Readonly<Record<string, unknown>> = metaJsonSchema({ serviceType: 'fabric' });
  // @ts-expect-error there is no such kind of instance
  metaJsonSchema({ serviceType: 'shoes' });
  anySchemas.length = Object.keys({ ...data, input, output, text, add, remove }).length;
}
