/** A request that is no callback, with the HTTP status of the answer. */
export class InvalidCallback extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
