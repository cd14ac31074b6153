import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type EntryOutcome, ImageRefused, isImageSearchError, remedyOf } from 'imagesearch-import';

/** What a request must not be, or must wait for. */
export class ServiceError extends Error {
  readonly statusCode: number;
  readonly code: string;
  readonly advice: string | undefined;

  constructor(statusCode: number, code: string, message: string, advice?: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.advice = advice;
  }
}

/** The parts of an outcome that concern its sender. */
type Told = Pick<EntryOutcome, 'status' | 'productId' | 'picName' | 'issues'>;

const HTTP_STATUS = {
  imported: 201,
  deleted: 200,
  refused: 422,
  skipped: 409,
  failed: 502,
  ready: 202,
} as const satisfies Record<Told['status'], number>;

/** An outcome with a remedy for each issue. */
export const toldOf = ({ status, productId, picName, issues }: Told) => ({
  ...{ status, productId, picName },
  issues: withRemedies(issues),
});

export const answerOutcome = (reply: FastifyReply, outcome: Told): FastifyReply =>
  reply.code(HTTP_STATUS[outcome.status]).send(toldOf(outcome));

const withRemedies = (issues: Told['issues']) =>
  issues.map(({ code, severity, message }) => ({ code, severity, message, remedy: remedyOf(code, 'en') }));

/** Next steps for errors of the server itself. */
const ADVICE: Readonly<Record<string, string>> = {
  FST_REQ_FILE_TOO_LARGE: 'Make the file smaller: the gallery takes 4 MiB at most',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'Send a form as multipart/form-data',
  FST_FIELDS_LIMIT: 'Send productId, picName, name and categoryId, and nothing else',
  FST_FILES_LIMIT: 'Send one picture with each request',
};

/** Answers every error as JSON with its code and the next step. What is not known is logged, and not told. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ImageRefused)
    return reply.code(422).send({ status: 'refused', issues: withRemedies(error.issues) });
  if (isImageSearchError(error)) {
    request.log.error(error);
    const { code, message, advice } = error;
    return send(reply, error.retryable ? 503 : 502, { code, message, advice });
  }
  if (error.name === 'TimeoutError')
    return send(reply, 504, { code: 'TIMEOUT', message: 'The gallery has not answered in time' });
  const { statusCode = 500, code, message } = error;
  if (statusCode < 500 || error instanceof ServiceError) {
    const advice = error instanceof ServiceError ? error.advice : ADVICE[code];
    return send(reply, statusCode, { code, message, advice });
  }
  request.log.error(error);
  return send(reply, 500, { code: 'INTERNAL', message: 'The service has failed; its log says why' });
}

function send(
  reply: FastifyReply,
  status: number,
  { code, message, advice }: { code: string; message: string; advice?: string | undefined },
): FastifyReply {
  if (status === 503) reply.header('retry-after', '5');
  return reply.code(status).send({ error: { code, message, advice: advice ?? null } });
}
