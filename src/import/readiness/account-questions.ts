import { callerIdentity, stsEndpoint } from '../../service/caller-identity.ts';
import { clockSkewMs, MOST_SKEW_MS } from '../../service/calls/server-time.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { type Question, question } from './question.ts';
import type { Judgement } from './readiness.ts';

/** Codes by which a service says that credentials are not valid, or could not be had. */
const REFUSES_CREDENTIALS =
  /^(NO_CREDENTIALS|InvalidAccessKeyId|InvalidSecurityToken|SecurityTokenExpired|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp)/;

/** A clock that is off by so much needs a look, before it is off by too much. */
const NOTED_SKEW_MS = 5 * 60_000;

/** Questions about the caller: whose credentials it has, and what time it has. */
export const ACCOUNT_QUESTIONS: readonly Question[] = [
  question('credentials', {
    after: [],
    ask: async ({ client, settings }, signal) => {
      const { connection } = client;
      await connection.credentials.current(signal);
      try {
        return { arn: await callerIdentity(connection, settings.sts ?? stsEndpoint(connection), signal) };
      } catch (error) {
        if (!isImageSearchError(error) || REFUSES_CREDENTIALS.test(error.code)) throw error;
        return { error };
      }
    },
    checks: {
      credentials: (answer) =>
        'arn' in answer
          ? { code: 'CALLER_KNOWN', message: `The credentials are those of ${answer.arn}` }
          : unknownCaller(answer.error),
    },
  }),
  question('clock', {
    after: [],
    ask: ({ client }, signal) => clockSkewMs(client.connection, signal),
    checks: { clock: judgeClock },
  }),
];

const unknownCaller = ({ message, code }: ImageSearchError): Judgement => ({
  code: 'CALLER_UNKNOWN',
  message: `There are credentials, but whose is unknown: ${message} [${code}]`,
});

function judgeClock(skewMs: number | undefined): Judgement {
  if (skewMs === undefined)
    return { code: 'CLOCK_UNKNOWN', message: 'Whether the clock of this machine is right is unknown' };
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const code =
    Math.abs(skewMs) > MOST_SKEW_MS
      ? 'CLOCK_WRONG'
      : Math.abs(skewMs) > NOTED_SKEW_MS
        ? 'CLOCK_OFF'
        : 'CLOCK_RIGHT';
  const side = skewMs > 0 ? 'ahead of' : 'behind';
  const most = MOST_SKEW_MS / 60_000;
  return {
    code,
    message: `The clock of this machine is ${seconds} s ${side} that of Image Search: at most ${most} minutes are allowed`,
  };
}
