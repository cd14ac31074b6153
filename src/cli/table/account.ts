/** What examples call the instance that a command is for. */
export const ACCOUNT = '--region cn-shanghai --instance my-instance';
