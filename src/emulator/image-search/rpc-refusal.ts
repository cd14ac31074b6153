/** A call that the service refuses, thrown by an operation and answered as the gateway does. */
export class RpcRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
