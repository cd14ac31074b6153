import { isThrottling } from '../../src/service/errors/error-advice.ts';
import { isImageSearchError, OWN_ERROR_CODES } from '../../src/shared/errors/image-search-error.ts';

/** Codes of the service that are about the caller, and not about what was asked. */
const ABOUT_THE_CALLER = /NoPermission|AccessDenied|AccessKey|SecurityToken|Signature|TimeStamp|NotFound/;

const OWN: readonly string[] = OWN_ERROR_CODES;

/** What was found, or how the service has refused. Trouble that answers no question is thrown. */
export async function answerOf(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    if (!isImageSearchError(error)) throw error;
    const { code, httpStatus } = error;
    if (OWN.includes(code) || isThrottling(code) || ABOUT_THE_CALLER.test(code)) throw error;
    return `refused with ${code} (HTTP ${httpStatus})`;
  }
}
