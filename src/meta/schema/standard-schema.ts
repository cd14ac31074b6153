/** A validator as Standard Schema v1 (https://standardschema.dev) has it: what takes one of any library takes ours. */
export interface StandardSchema<Input, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output>;
    /** For the compiler alone; no value is ever there. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a Standard Schema's check returns: the value, or the issues. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** An issue as Standard Schema has it. */
export interface StandardIssue {
  /** For people: the value, the limit and the remedy. The wording may change. */
  readonly message: string;
  /** The field's name in code; empty when the value is no record at all. */
  readonly path: readonly PropertyKey[];
}
