/** Those of the facts that are known, for the head of a report. */
export const factsGiven = (
  facts: Readonly<Record<string, string | null | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(facts).filter((pair): pair is [string, string] => pair[1] != null));
