import { describe, expect, it } from 'vitest';
import { adviceFor, isRetryable } from '../../../src/service/errors/error-advice.ts';
import { IMAGE_SEARCH_CODES } from '../../../src/service/errors/image-search-codes.ts';
import { OWN_ERROR_CODES } from '../../../src/shared/errors/image-search-error.ts';

/** Every code of the help page "Error codes" (Jan 21 2026) and of the metadata of API 2020-12-14, by what may be retried. */
const PERMANENT = `
  BadRequest Console.BadRequest InvalidInstance InvalidInstanceName Console.InstanceNotFound InstanceStatusError
  NoCaretSeperator EmptyMeta InvalidMetaItem NoPicList InvalidPicList NoSpecifiedPic NoSpecifiedSearchPic NoSpecifiedAddPic
  NoSpecifiedItemId NoSpecifiedProductId NoSpecifiedPicName NoSpecifiedPicContent InvalidProductId InvalidPicName
  InvalidCustomContent InvalidType InvalidCategory InvalidIntAttr InvalidIntAttr2 InvalidIntAttr3 InvalidIntAttr4
  InvalidStrAttr InvalidStrAttr2 InvalidStrAttr3 InvalidStrAttr4 InvalidFilterClause InvalidRegion RegionError
  InvalidPicContent UnsupportedPicFormat UnsupportedPicPixels IncorrectOrientation InvalidPicUrl PicNotExist
  InstanceOverQuota OverflowMaxResultNum OverflowMaxReturnNum InvalidStartParameter InvalidNumParameter
  InvalidRequestId InvalidRequestIdTooLarge InvalidText InvalidTextLength UnsupportedPictureFormat
  NeedRegisterBeforeInvoke Console.PidError InvalidPrimaryPicContent InvalidSecondaryPicContent
  Console.LoginError NoPermission Console.NoPermission Console.NoPermissionError Console.NotAllowedModifyToken
  Console.InstanceStatusError Console.OrderStatusError UnsupportedInstanceType UnsupportedOperationType`;
const TRANSIENT = `
  SearchTimeout TimeoutForTransferImage DeniedRequest Console.IncrementStatusError Console.TaskAlreadyExist
  UnknownException UnknownlException InternalError ServerInternalError NetworkException RequestTimeout
  ExtractFeatureTimeout AccessEngineFailed InternalOssError InternalSwiftError InternalTableStoreError
  ConnectionDVException Console.InternalError Console.CallServiceError PictureError`;
const OF_THE_GATEWAY = 'Throttling Throttling.User Throttling.Api ServiceUnavailable';

const words = (text: string) => text.trim().split(/\s+/);
const documented = [...words(PERMANENT), ...words(TRANSIENT)];

describe('adviceFor()', () => {
  it.each([...documented, ...words(OF_THE_GATEWAY)])('has a judgement and advice for %s', (code) => {
    const { retryable, advice } = adviceFor(code);
    expect(retryable).toBe(!words(PERMANENT).includes(code));
    expect(advice?.length).toBeGreaterThan(15);
  });

  it('has each documented code once, and calls no other a code of Image Search', () => {
    const codes = IMAGE_SEARCH_CODES.flatMap((row) => row.codes);
    expect(codes.toSorted()).toEqual(documented.toSorted());
  });

  it.each(['AccessDenied', 'REGION_MISMATCH'])(
    'begins %s with what holds for a bucket that is read, too',
    (code) => {
      const { advice = '' } = adviceFor(code);
      expect(advice).toContain('a bucket that is read');
      expect(advice.indexOf('a bucket that is read')).toBeLessThan(advice.search(/import/));
    },
  );

  it('has no advice for what it does not know', () => {
    for (const code of ['Unknown', '', 'constructor', '__proto__', 'toString'])
      expect(adviceFor(code)).toEqual({});
  });

  it.each([
    'REGION_MISMATCH',
    'CONNECTION_REFUSED',
    'HOST_NOT_FOUND',
    'CONNECTION_LOST',
    'TIMEOUT',
    'BAD_ANSWER',
  ])('has advice for our own %s', (code) => {
    expect(OWN_ERROR_CODES).toContain(code);
    expect(adviceFor(code).advice).toBeTypeOf('string');
  });
});

describe('isRetryable()', () => {
  it.each([
    ['DeniedRequest', 403, true],
    ['DeniedRequest', 400, true],
    ['UnsupportedInstanceType', 500, false],
    ['UnsupportedOperationType', 500, false],
    ['InternalError', 400, true],
    ['Throttling.Anything', 400, true],
    ['Unknown', 500, true],
    ['Unknown', 503, true],
    ['Unknown', 429, true],
    ['Unknown', 400, false],
    ['Unknown', 200, false],
    ['Unknown', undefined, false],
    ['constructor', 400, false],
  ])('judges %s with status %s as %s', (code, status, expected) => {
    expect(isRetryable(code, status)).toBe(expected);
  });
});
