/** The closed list of what can go wrong; `onError` alone turns a code into a status and a page or JSON. */
export const errorStatus = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  rate_limited: 429,
  misconfigured: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export class AppError extends Error {
  readonly code: ErrorCode;
  /** The rule that refused, when it has a name of its own ("self_grade_sealed"); the API shows it as the code. */
  readonly reason: string | undefined;
  readonly details: unknown;
  /** After how many seconds to try again, when it is known. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: { reason?: string; details?: unknown; retryAfter?: number } = {},
  ) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.reason = more.reason;
    this.details = more.details;
    this.retryAfter = more.retryAfter;
  }
}

/** An expected refusal, as a value: `reason` is the rule's name, `message` is for the person. */
export type Refusal = { ok: false; reason: string; message: string; details?: unknown };
export type Outcome<T> = ({ ok: true } & T) | Refusal;

export const refuse = (reason: string, message: string, details?: unknown): Refusal => ({
  ok: false,
  reason,
  message,
  details,
});

/** The refusal of what stands in one field; the API answers 422. */
export const invalid = (field: string, message: string): Refusal =>
  refuse("invalid", message, [{ field, message }]);

/**
 * Gives the success of an outcome, or throws its refusal: a reason that is an error code (`invalid`,
 * `unsupported`) with that code's status, every other one as a 409.
 */
export function accepted<T>(outcome: Outcome<T>): { ok: true } & T {
  if (outcome.ok) return outcome;
  const { reason, message, details } = outcome;
  throw new AppError(isErrorCode(reason) ? reason : "conflict", message, { reason, details });
}

const isErrorCode = (reason: string): reason is ErrorCode => Object.hasOwn(errorStatus, reason);

/** Whether the database was the fault, whatever wrapped its error: it did not answer, and may have done what was asked. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "Unavailable" ||
    (error instanceof AppError && error.code === "unavailable") ||
    isUnavailable(error.cause));
