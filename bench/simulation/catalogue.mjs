// A made-up catalogue of any size, and what must become of it. Of each thousand rows some are wrong, each in its own way.

/** What a row of each thousand is; all others are ADDs with an image of their own. */
const KINDS = {
  wrongNumber: 1, // refused with its line
  missingImage: 2, // refused with its image
  deletion: 3,
  replacedDeletion: 4, // skipped, as a later row adds the same image
  takenName: 5, // refused, as the image of row 0 has its name
  retried: 6, // the service names it once, with a reason that passes
  failing: 7, // the service names it, with a reason that stays
};
const REPLACING = 504;
const OF = 1_000;

/** The kind of a row by its product, so that store and service know it, too. */
export const isOfKind = (productId, kind) => Number(productId.slice(1)) % OF === KINDS[kind];

/** What the summary of an import of so many rows must have: a multiple of a thousand. */
export function expectedCounts(rows) {
  const of = rows / OF;
  if (!Number.isInteger(of))
    throw new RangeError(`Cannot simulate ${rows} rows as they must be whole thousands`);
  return {
    ...{ supplied: rows, refused: 3 * of, skipped: of, submitted: 996 * of },
    ...{ succeeded: 995 * of, failed: of, retried: of },
  };
}

export function* rowsOf(count) {
  for (let n = 0; n < count; n++) {
    const [kind, digits] = [n % OF, digitsOf(n)];
    const picName = `img/${digits}-1.png`;
    const productId = `P${digits}`;
    const image = `oss://bucket/source/${digits}.png`;
    const fields = { categoryId: n % 10, customContent: `content of product ${n}`, intAttr: n };
    if (kind === KINDS.wrongNumber) yield { productId, picName, image, ...fields, intAttr: 2 ** 40 };
    else if (kind === KINDS.deletion) yield { operationType: 'DELETE', productId, picName };
    else if (kind === KINDS.replacedDeletion) {
      const replacing = digitsOf(n - kind + REPLACING);
      yield { operationType: 'DELETE', productId: `P${replacing}`, picName: `img/${replacing}-1.png` };
    } else if (kind === KINDS.takenName)
      yield { productId, picName: `img/${digitsOf(n - kind)}-1.png`, image, ...fields };
    else yield { productId, picName, image, ...fields };
  }
}

const digitsOf = (n) => String(n).padStart(10, '0');
