import { NotShown } from './not-shown.ts';

/** How often people are shown a warning of one code. */
const MOST_OF_A_CODE = 10;

interface Shown {
  readonly code: string;
  readonly severity: string;
}

/** Decides which issues of a file are printed, so that a million lines of one kind do not hide the others, and counts the rest. */
export class ShownIssues {
  readonly #most: number;
  readonly #mostOfACode: number;
  readonly #shown = { errors: 0, warnings: 0 };
  readonly #hidden = new NotShown();
  readonly #ofCode = new Map<string, number>();

  /**
   * @param most so many errors and so many warnings are printed
   * @param json whether programs read: they get every warning of a code
   */
  constructor(most: number, json: boolean) {
    this.#most = most;
    this.#mostOfACode = json ? Number.POSITIVE_INFINITY : MOST_OF_A_CODE;
  }

  /** Whether an issue is printed. */
  takes({ code, severity }: Shown): boolean {
    const kind = severity === 'error' ? 'errors' : 'warnings';
    const ofCode = (this.#ofCode.get(code) ?? 0) + 1;
    this.#ofCode.set(code, ofCode);
    if (this.#shown[kind] < this.#most && (kind === 'errors' || ofCode <= this.#mostOfACode)) {
      this.#shown[kind] += 1;
      return true;
    }
    this.#hidden.add(severity === 'error' ? 'error' : 'warning', code);
    return false;
  }

  get notShown(): string {
    return this.#hidden.text;
  }
}
