import type { ImageFormat } from '../image-facts.ts';
import type { ImageValidator, ImageVerdict } from '../image-validator.ts';
import { fittingExtension, fittingName } from './fitting-name.ts';
import type { ImageRepair } from './image-repair.ts';
import { type CannotRepair, repairIssue } from './repair-issue.ts';
import { depthOf, type ImageRepairStep, stepIf } from './repair-steps.ts';

/** An image that may be the repaired one. */
export interface Attempt {
  readonly image: Uint8Array;
  /** Null when the format is not an accepted one. */
  readonly format: ImageFormat | null;
  readonly steps: readonly ImageRepairStep[];
}

/** A result with an image, which was validated. */
export type CheckedRepair = ImageRepair & { readonly after: ImageVerdict };

/** Makes the result of a repair: every image in a result has been validated. */
export class RepairOutcomes {
  readonly #name: string | null;
  readonly #before: ImageVerdict;
  readonly #validator: ImageValidator;
  readonly #signal: AbortSignal | undefined;

  constructor(
    name: string | null,
    before: ImageVerdict,
    validator: ImageValidator,
    signal: AbortSignal | undefined,
  ) {
    this.#name = name;
    this.#before = before;
    this.#validator = validator;
    this.#signal = signal;
  }

  /** Validates an attempt under the name that fits its format. */
  async check({ image, format, steps }: Attempt): Promise<CheckedRepair> {
    const converted = format !== this.#before.facts?.format;
    const name =
      this.#name === null || format === null ? this.#name : fittingName(this.#name, format, converted);
    const renamed = stepIf(name !== this.#name, 'IMAGE_REPAIRED_NAME', `${this.#name} becomes ${name}`);
    const after = await this.#validator.validate(image, { name: name ?? undefined, signal: this.#signal });
    const all = [...steps, ...renamed];
    return {
      ok: after.ok,
      image,
      name,
      format,
      extension: format && fittingExtension(name, format),
      changed: depthOf(all),
      steps: all,
      before: this.#before,
      after,
      issues: after.issues,
    };
  }

  /** An image that is accepted, with a warning why no more could be repaired. */
  withWarning(repair: ImageRepair, { code, path, message }: CannotRepair): ImageRepair {
    return { ...repair, issues: [...repair.issues, repairIssue(code, path, message, 'warning')] };
  }

  /** A result without an image; `reason` is null where the issues of the source give it. */
  failed(reason: CannotRepair | null): ImageRepair {
    const { issues } = this.#before;
    const reasons = reason === null ? [] : [repairIssue(reason.code, reason.path, reason.message)];
    return {
      ok: false,
      image: null,
      name: this.#name,
      format: null,
      extension: null,
      changed: 'nothing',
      steps: [],
      before: this.#before,
      after: null,
      issues: [...issues, ...reasons],
    };
  }
}
