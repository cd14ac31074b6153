import { RpcRefusal } from '../rpc-refusal.ts';

/** A parameter of the console's operations that counts from 1. @throws {RpcRefusal} for what is no such number */
export function wholeNumber(name: string, value: string, most: number): number {
  const number = digits(value);
  if (number >= 1 && number <= most) return number;
  throw new RpcRefusal(400, 'Console.BadRequest', `${name} must be an integer from 1 to ${most}: ${value}`);
}

/** NaN for what is no number in digits. */
export const digits = (value: string): number => (/^\d+$/.test(value) ? Number(value) : Number.NaN);
