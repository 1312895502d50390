import { ErrorPage, errorTitle } from "#web/pages/error/error.tsx";
import { AgainPage } from "#web/pages/survey/again.tsx";
import { CalmPage, problemOf as problemPage } from "#web/pages/survey/calm.tsx";
import { renderPage, type Frame } from "#web/document.tsx";
import type { Context } from "hono";
import type { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { jsx } from "preact/jsx-runtime";
import type { App } from "../context.ts";
import { AppError, errorStatus, isUnavailable } from "../errors.ts";
import { defaultSettings } from "../domain/setting/actions.ts";
import { signedOutFrame } from "./frame.ts";
import { answerWithLetter, isForClients, readForm, type Letter } from "./respondent.ts";

type Problem = {
  status: ContentfulStatusCode;
  code: string;
  message: string;
  details?: unknown;
  retryAfter?: number | undefined;
};

/** The one place where an error becomes an answer: JSON under /api, a page elsewhere. */
export function onError(error: Error, c: Context<App>): Response | Promise<Response> {
  const problem = problemOf(error);
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  return answer(c, problem.status === 503 && isRead ? { ...problem, message: notRead } : problem);
}

export const onNotFound = (c: Context<App>) =>
  answer(c, problemOf(new AppError("not_found", "There is nothing at this address.")));

const notRead =
  "Our database did not answer in time. Nothing was changed: try again in half a minute.";
const noAnswer =
  "Our database did not answer in time, so we cannot say whether this was done. Look before you try it again.";

function problemOf(error: Error): Problem {
  if (isUnavailable(error)) return { status: 503, code: "unavailable", message: noAnswer };
  if (error instanceof AppError)
    return {
      status: errorStatus[error.code],
      code: error.reason ?? error.code,
      message: error.message,
      details: error.details,
      retryAfter: error.retryAfter,
    };
  if (isOfHono(error) && error.status < 500)
    return {
      status: error.status,
      code: codeOf(error.status),
      message: error.message || "The request was refused.",
    };
  // The message of an unknown error may hold data, its path a token: only the name and the place are logged.
  console.error(error.name, placeOf(error));
  return {
    status: 500,
    code: "internal",
    message:
      "Something failed on our side. Please look whether it was done before you try it again.",
  };
}

/** By its shape: whoever runs the sources has some of hono twice, and an error of one is no instance of the other's class. */
const isOfHono = (error: Error): error is HTTPException => "getResponse" in error;

/** Where it was thrown. The stack begins with the message, which may have many lines: a query and its parameters. */
const placeOf = ({ message, stack = "" }: Error): string =>
  (stack.split(message).at(-1) ?? "").split("\n").slice(1, 4).join(" ");

const codeOf = (status: number) =>
  Object.entries(errorStatus).find(([, value]) => value === status)?.[0] ?? "malformed";

async function answer(c: Context<App>, { status, code, message, details, retryAfter }: Problem) {
  if (status === 429) c.header("Retry-After", String(retryAfter ?? 60));
  if (status === 503) c.header("Retry-After", "20");
  if (c.req.path.startsWith("/api/")) {
    const error = details === undefined ? { code, message } : { code, message, details };
    return c.json({ error }, status);
  }
  // Set once somebody is known to be signed in: they keep their navigation.
  const frame = (c.var as { frame?: Frame }).frame ?? signedOutFrame(c);
  if (isForClients(c.req.path))
    return answerWithLetter(c, await problemLetter(c, frame, status, message));
  return c.html(
    renderPage({ frame, title: errorTitle(status), children: jsx(ErrorPage, { status, message }) }),
    status,
  );
}

/** Clients never see a page of ours that looks like a page for staff. */
async function problemLetter(
  c: Context<App>,
  frame: Frame,
  status: ContentfulStatusCode,
  message: string,
): Promise<Letter> {
  const { title, text } = problemPage(status, message);
  const settings = defaultSettings({
    SUPPLIER_NAME: frame.supplierName,
    TIME_ZONE: frame.timeZone,
  });
  return {
    settings,
    title,
    status,
    children:
      status === 503 && c.req.method === "POST"
        ? jsx(AgainPage, { title, sent: await readForm(c) })
        : jsx(CalmPage, { title, children: jsx("p", { children: text }) }),
  };
}
