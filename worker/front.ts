import { Hono } from "hono";
import type { HonoOptions } from "hono/hono-base";
import { LinearRouter } from "hono/router/linear-router";
import type { App } from "./context.ts";
import { provideCtx } from "./middleware/ctx.ts";
import { onError, onNotFound } from "./middleware/errors.ts";
import { securityHeaders } from "./middleware/headers.ts";
import { answerInTime } from "./middleware/respondent.ts";
import { limitBody } from "./middleware/size.ts";
import { optOutRoutes } from "./routes/opt-out.tsx";
import { surveyReplyRoutes } from "./routes/survey-reply.tsx";
import { surveyRoutes } from "./routes/survey.tsx";

const kilobyte = 1024;
const limitUsual = limitBody(256 * kilobyte, "256 KB");
const limitImport = limitBody(20 * kilobyte * kilobyte, "20 MB");
const isImport = (path: string) => path === "/imports" || path === "/api/v1/contacts/import";

/** What every request goes through, whoever sends it. */
export const newApp = (options: HonoOptions<App> = {}) =>
  new Hono<App>(options)
    .use(securityHeaders, provideCtx, answerInTime)
    .use((c, next) => (isImport(c.req.path) ? limitImport(c, next) : limitUsual(c, next)))
    .onError(onError)
    .notFound(onNotFound);

/** The pages that a respondent opens from a mail: nobody else waits so often for an instance to start. */
export const frontRoutes = new Hono<App>();

frontRoutes.route("/", surveyRoutes);
frontRoutes.route("/", surveyReplyRoutes);
frontRoutes.route("/", optOutRoutes);

// So few routes are found one after the other before the usual router has made its tables.
export const front = newApp({ router: new LinearRouter() }).route("/", frontRoutes);

export const isFront = (path: string): boolean => /^\/[su]\//.test(path);
