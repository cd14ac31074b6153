/**
 * The same items when there is one, else undefined: so that a file is opened only once there is something to write, and an
 * older one stays when there is nothing.
 */
export async function unlessEmpty<T>(
  items: AsyncGenerator<T, void, void>,
): Promise<AsyncGenerator<T, void, void> | undefined> {
  const first = await items.next();
  return first.done ? undefined : withFirst(first.value, items);
}

async function* withFirst<T>(first: T, rest: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}
