/** A copy without the fields that are undefined, for libraries that would send the text `undefined`. */
export const definedFields = <Value>(
  fields: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, Value & {}] => field[1] !== undefined),
  );
