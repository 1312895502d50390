import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { App } from "./context.ts";
import { AppError } from "./errors.ts";
import { provideCtx } from "./middleware/ctx.ts";
import { onError, onNotFound } from "./middleware/errors.ts";
import { securityHeaders } from "./middleware/headers.ts";
import { answerInTime } from "./middleware/respondent.ts";
import { optOutRoutes } from "./routes/opt-out.tsx";
import { surveyReplyRoutes } from "./routes/survey-reply.tsx";
import { surveyRoutes } from "./routes/survey.tsx";

const kilobyte = 1024;
const tooLarge = (limit: string) => () => {
  throw new AppError("too_large", `What was sent is larger than ${limit}. Nothing was stored.`);
};
const limitBody = bodyLimit({ maxSize: 256 * kilobyte, onError: tooLarge("256 KB") });
const limitImport = bodyLimit({ maxSize: 20 * kilobyte * kilobyte, onError: tooLarge("20 MB") });
const isImport = (path: string) => path === "/imports" || path === "/api/v1/contacts/import";

/** What every request goes through, whoever sends it. */
export const newApp = () =>
  new Hono<App>()
    .use(securityHeaders, provideCtx, answerInTime)
    .use((c, next) => (isImport(c.req.path) ? limitImport(c, next) : limitBody(c, next)))
    .onError(onError)
    .notFound(onNotFound);

/** The pages that a respondent opens from a mail: nobody else waits so often for an instance to start. */
export const frontRoutes = new Hono<App>();

frontRoutes.route("/", surveyRoutes);
frontRoutes.route("/", surveyReplyRoutes);
frontRoutes.route("/", optOutRoutes);

export const front = newApp().route("/", frontRoutes);

export const isFront = (path: string): boolean => /^\/[su]\//.test(path);
