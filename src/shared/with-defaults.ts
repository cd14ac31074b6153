/** Options with their defaults: every option has a value. */
export type WithDefaults<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };
