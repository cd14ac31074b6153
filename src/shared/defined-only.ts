/** A copy without undefined values, for readers that would send or sign a name whose value is undefined. */
export const definedOnly = <Value>(
  record: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
