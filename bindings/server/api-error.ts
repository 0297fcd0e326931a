/** The names of statuses, as Better Auth's errors carry them. */
const statusNames = {
  300: "MULTIPLE_CHOICES",
  301: "MOVED_PERMANENTLY",
  302: "FOUND",
  303: "SEE_OTHER",
  304: "NOT_MODIFIED",
  307: "TEMPORARY_REDIRECT",
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  402: "PAYMENT_REQUIRED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  406: "NOT_ACCEPTABLE",
  408: "REQUEST_TIMEOUT",
  409: "CONFLICT",
  410: "GONE",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  417: "EXPECTATION_FAILED",
  422: "UNPROCESSABLE_ENTITY",
  428: "PRECONDITION_REQUIRED",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  501: "NOT_IMPLEMENTED",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
  504: "GATEWAY_TIMEOUT",
  508: "LOOP_DETECTED",
} as const;

/** The name of a status. */
export type StatusName = (typeof statusNames)[keyof typeof statusNames];

/** What an error says about itself. */
export interface APIErrorBody {
  code?: string;
  message?: string;
  [name: string]: unknown;
}

/** A call of `auth.api` that was answered by anything but a success, a redirect included. */
export class APIError extends Error {
  /** The name of the status, as in `"UNAUTHORIZED"`; the number where it has none. */
  readonly status: StatusName | number;
  readonly statusCode: number;
  /** What the server says; `undefined` when it says nothing. */
  readonly body: APIErrorBody | undefined;
  /** The headers of the answer, cookies and `location` included. */
  readonly headers: Headers;

  constructor(
    statusCode: number,
    body?: APIErrorBody,
    headers: Headers = new Headers(),
    options?: ErrorOptions,
  ) {
    super(body?.message, options);
    this.name = "APIError";
    this.status = (statusNames as Record<number, StatusName>)[statusCode] ?? statusCode;
    this.statusCode = statusCode;
    this.body = body;
    this.headers = headers;
  }
}

/** Whether a call of `auth.api` has failed, also where two copies of the package are in use. */
export function isAPIError(error: unknown): error is APIError {
  return error instanceof APIError || (error instanceof Error && error.name === "APIError");
}
