/** A line that failed, in the fields of our failure file. */
export interface LineFailure {
  readonly Line: number;
  readonly OperationType?: string | undefined;
  readonly ProductId?: string | undefined;
  readonly PicName?: string | undefined;
  /** One of the service's documented codes (help page "Error codes", Jan 21 2026). */
  readonly Code: string;
  readonly Message: string;
}
