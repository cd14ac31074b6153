import type { Metadata } from 'sharp';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { foreignText } from '../../shared/errors/foreign-text.ts';
import type { SourceFormat } from './convertible-formats.ts';
import { CannotRepair } from './repair-issue.ts';

/**
 * Waits for sharp, and turns its error into the reason why the image cannot be repaired. `header` is null until it was
 * read. Rejects with the signal's reason at once; sharp then ends its work, and the result is ignored.
 *
 * @throws {CannotRepair}
 */
export async function decoding<T>(
  work: Promise<T>,
  source: SourceFormat,
  header: Metadata | null,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await untilAborted(work, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw undecoded(cause, source, header);
  }
}

/** The reason in an error of sharp, and whether it means that this build of sharp does not decode such a picture. */
export function whatSharpSaid(cause: unknown): { readonly reason: string; readonly isUnsupported: boolean } {
  const said = cause instanceof Error ? cause.message : String(cause);
  const reason = said.split('\n').find((line) => !line.startsWith('source: bad seek')) ?? said;
  return { reason: foreignText(reason), isUnsupported: UNSUPPORTED.test(said) };
}

/** Codings that a build leaves out, and pixels that libvips has no kind for, such as Lab in 8 bits. */
const UNSUPPORTED = /support|not configured|no codec|bad labq|arithmetic coding/i;

function undecoded(cause: unknown, { name }: SourceFormat, header: Metadata | null): CannotRepair {
  const { reason, isUnsupported } = whatSharpSaid(cause);
  const isHevc = header?.compression === 'hevc';
  if (!isHevc && !isUnsupported) {
    const message = `Pixels cannot be decoded (${reason}); supply the whole file, or open it and save it again`;
    return new CannotRepair('IMAGE_REPAIR_DAMAGED', [], message, { cause });
  }
  const what = isHevc ? `${name} coded as HEVC` : name;
  const message = `This build of sharp does not decode ${what} (${reason}); save it as JPEG, or install a sharp whose libvips does`;
  return new CannotRepair('IMAGE_REPAIR_NO_DECODER', ['format'], message, { cause });
}
