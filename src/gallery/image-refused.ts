import { type Issue, passes } from '../shared/errors/issue.ts';
import { show } from '../shared/options/checks.ts';

/** An image was not added, updated or searched for, as its description or its picture breaks a rule of the service. */
export class ImageRefused extends Error {
  /** The name of the class. */
  override readonly name = 'ImageRefused';
  /** All that is wrong with it; the message is that of the first error. */
  readonly issues: readonly Issue[];

  /** @param what was refused: `add image "a.jpg" of product "1001"` */
  constructor(what: string, issues: readonly Issue[]) {
    const { code, message } = issues.find((issue) => !passes([issue])) as Issue;
    super(`Cannot ${what} as ${message} (${code})`);
    this.issues = issues;
  }
}

/** An image in a message. */
export const imageNamed = ({
  productId,
  picName,
}: {
  readonly productId: unknown;
  readonly picName: unknown;
}): string => `image ${show(picName)} of product ${show(productId)}`;
