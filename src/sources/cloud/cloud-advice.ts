import { adviceFor } from '../../service/errors/error-advice.ts';

/** What to do about the codes of other clouds, by the codes of S3 and of Azure. */
const ADVICE: Readonly<Record<string, string>> = {
  'Check the name of the bucket or container, and its account or endpoint (--source-endpoint)':
    'NoSuchBucket ContainerBeingDeleted',
  "Name the bucket's own region: region (--source-region)":
    'PermanentRedirect AuthorizationHeaderMalformed IllegalLocationConstraintException',
  'Let this account list the bucket or container and read its objects (a signature of Azure: sp=rl), or name another account': `AccessDenied AllAccessDisabled AuthorizationFailure AuthorizationPermissionMismatch
    AuthorizationResourceTypeMismatch AuthorizationServiceMismatch PublicAccessNotPermitted NoAuthenticationInformation`,
  'Check the key pair, or the key or signature of Azure, and whether it has expired':
    'InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken InvalidToken AuthenticationFailed',
  "Set this machine's clock: the service refuses requests whose date is some minutes off":
    'RequestTimeTooSkewed',
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of ~/.aws (--source-profile); a public bucket takes none (--source-anonymous)':
    'NO_CREDENTIALS',
};

const BY_CODE: ReadonlyMap<string, string> = new Map(
  Object.entries(ADVICE).flatMap(([advice, codes]) => codes.split(/\s+/).map((code) => [code, advice])),
);

/** The next step after an error of another cloud. Of what is advised about OSS, only what is about networks helps here. */
export const cloudAdviceFor = (code: string): string | undefined =>
  BY_CODE.get(code) ?? (/^[A-Z_]+$/.test(code) ? adviceFor(code).advice : undefined);
