import type { Account } from './account.ts';
import { queryMap } from './canonical-text.ts';
import {
  expired,
  invalidArgument,
  judgeOssClaim,
  MAX_SKEW_MS,
  noValidDate,
  type OssResource,
  type OssVerification,
  skew,
} from './oss-claim.ts';
import {
  type AdditionalHeaders,
  scopeText,
  signV4,
  V4_ALGORITHM,
  V4_PAYLOAD,
  type V4Scope,
  v4StringsToSign,
} from './oss-v4-canonical.ts';
import { type V4Moment, v4Day, v4Moment } from './oss-v4-date.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Refusal, Verdict } from './verdict.ts';

const MAX_EXPIRES_SECONDS = 7 * 24 * 3600;

/** Verifies `Authorization: OSS4-HMAC-SHA256 Credential=…,[AdditionalHeaders=…,]Signature=…`. */
export function verifyOssV4Header(request: SignedRequest, context: OssVerification): Verdict {
  const { headers } = request;
  const [, credential, additional, signature] =
    /^OSS4-HMAC-SHA256 Credential=([^,\s]+), ?(?:AdditionalHeaders=([^,\s]*), ?)?Signature=(\S+)$/.exec(
      headers['authorization'] ?? '',
    ) ?? [];
  if (credential === undefined || signature === undefined) {
    return invalidArgument('Authorization header is invalid.');
  }
  if (headers['x-oss-content-sha256'] !== V4_PAYLOAD) {
    return invalidArgument(`x-oss-content-sha256 must be ${V4_PAYLOAD}.`);
  }
  return judge(request, context, {
    credential,
    signature,
    additional,
    moment: v4Moment(headers),
    securityToken: headers['x-oss-security-token'],
    timeProblem: skew,
  });
}

/** Verifies `?x-oss-signature-version=OSS4-HMAC-SHA256&…&x-oss-signature=…`. */
export function verifyOssV4Query(request: SignedRequest, context: OssVerification): Verdict {
  const query = queryMap(request.url);
  const [credential, signature] = [query.get('x-oss-credential'), query.get('x-oss-signature')];
  const expires = Number(query.get('x-oss-expires'));
  if (query.get('x-oss-signature-version') !== V4_ALGORITHM || !credential || !signature) {
    return invalidArgument(
      'x-oss-signature-version, x-oss-credential and x-oss-signature are all needed in a signed URL.',
    );
  }
  if (!Number.isInteger(expires) || expires < 1 || expires > MAX_EXPIRES_SECONDS) {
    return invalidArgument(`x-oss-expires must be an integer between 1 and ${MAX_EXPIRES_SECONDS}.`);
  }
  return judge(request, context, {
    credential,
    signature,
    additional: query.get('x-oss-additional-headers'),
    moment: v4Moment({ 'x-oss-date': query.get('x-oss-date') }),
    securityToken: query.get('x-oss-security-token') ?? request.headers['x-oss-security-token'],
    timeProblem: (time, now) => {
      if (time - now > MAX_SKEW_MS) return skew(time, now);
      const until = time + expires * 1000;
      return now > until ? expired(until, now) : undefined;
    },
  });
}

/** The `Authorization` header of a request that has `x-oss-date` or `Date`, and `x-oss-content-sha256` already. */
export function ossV4Authorization(
  request: SignedRequest,
  resource: OssResource,
  signer: { readonly account: Account; readonly regionId: string; readonly additional?: AdditionalHeaders },
): string {
  const { account, regionId, additional = [] } = signer;
  const { text: date, time } = v4Moment(request.headers) ?? { text: '', time: 0 };
  const scope = { day: v4Day(time), regionId };
  const [text] = v4StringsToSign(request, resource, date, scope, additional);
  const named = additional.length > 0 ? `AdditionalHeaders=${additional.join(';')},` : '';
  const credential = `${account.accessKeyId}/${scopeText(scope)}`;
  return `${V4_ALGORITHM} Credential=${credential},${named}Signature=${signV4(account, scope, text)}`;
}

interface V4Parts {
  readonly credential: string;
  readonly signature: string;
  readonly additional: string | undefined;
  readonly moment: V4Moment | undefined;
  readonly securityToken: string | undefined;
  readonly timeProblem: (timeMs: number, nowMs: number) => Refusal | undefined;
}

function judge(request: SignedRequest, context: OssVerification, parts: V4Parts): Verdict {
  const { credential, signature, additional, moment, securityToken, timeProblem } = parts;
  const [, accessKeyId, day, regionId] =
    /^([^/]+)\/(\d{8})\/([^/]+)\/oss\/aliyun_v4_request$/.exec(credential) ?? [];
  if (accessKeyId === undefined || day === undefined || regionId === undefined) {
    return invalidArgument('Credential must be <AccessKeyId>/<date>/<region>/oss/aliyun_v4_request.');
  }
  if (moment === undefined) return noValidDate;
  const scope: V4Scope = { day, regionId };
  const names = additional === undefined || additional === '' ? [] : additional.split(';');
  return judgeOssClaim(
    {
      accessKeyId,
      signature,
      securityToken,
      problem: scopeProblem(scope, moment, context) ?? timeProblem(moment.time, context.clock.now()),
      stringsToSign: v4StringsToSign(request, context.resource, moment.text, scope, names),
      sign: (account, text) => signV4(account, scope, text),
    },
    context,
  );
}

/** Codes and messages are our choice: what the service answers to a wrong scope is not documented. */
function scopeProblem(
  scope: V4Scope,
  { time }: V4Moment,
  { regionId }: OssVerification,
): Refusal | undefined {
  if (scope.regionId !== regionId) return invalidArgument('Invalid signing region in Authorization header.');
  if (v4Day(time) !== scope.day) return invalidArgument('Invalid signing date in Authorization header.');
  return undefined;
}
