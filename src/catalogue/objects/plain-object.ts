/**
 * An entry as an object whose own keys are all there is: of a Map its keys, of an instance of a class also the getters of the
 * class and of those it extends.
 *
 * @throws what a getter throws
 */
export function plainObject(value: object): Readonly<Record<string, unknown>> {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, held]) => [String(key), held]));
  const getters = gettersOf(Object.getPrototypeOf(value));
  const own = value as Readonly<Record<string, unknown>>;
  if (getters.length === 0) return { ...own }; // its own getters are asked here, once, where they may throw
  return { ...Object.fromEntries(getters.map((name) => [name, own[name]])), ...own };
}

/** By prototype, since rows of one kind have one. */
const KNOWN = new WeakMap<object, readonly string[]>();

function gettersOf(prototype: object | null): readonly string[] {
  if (prototype === null || prototype === Object.prototype) return [];
  let names = KNOWN.get(prototype);
  if (names === undefined) {
    const own = Object.entries(Object.getOwnPropertyDescriptors(prototype))
      .filter(([, { get }]) => get !== undefined)
      .map(([name]) => name);
    names = [...new Set([...gettersOf(Object.getPrototypeOf(prototype)), ...own])];
    KNOWN.set(prototype, names);
  }
  return names;
}
