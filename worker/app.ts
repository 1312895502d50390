import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { App } from "./context.ts";
import { AppError } from "./errors.ts";
import { provideCtx } from "./middleware/ctx.ts";
import { onError, onNotFound } from "./middleware/errors.ts";
import { securityHeaders } from "./middleware/headers.ts";
import { auditRoutes } from "./routes/audit.tsx";
import { accountListRoutes } from "./routes/account-list.tsx";
import { accountHistoryRoutes } from "./routes/account-history.tsx";
import { accountRoutes } from "./routes/accounts.tsx";
import { apiRoutes } from "./routes/api/index.ts";
import { caseRoutes } from "./routes/cases.tsx";
import { contactMergeRoutes } from "./routes/contact-merge.tsx";
import { contactRoutes } from "./routes/contacts.tsx";
import { conversationRoutes } from "./routes/conversations.tsx";
import { hookRoutes } from "./routes/hooks.ts";
import { exportRoutes } from "./routes/exports.tsx";
import { homeRoutes } from "./routes/home.tsx";
import { localRoutes } from "./routes/local.tsx";
import { outboxRoutes } from "./routes/outbox.tsx";
import { portfolioRoutes } from "./routes/portfolio.tsx";
import { roundDraftRoutes } from "./routes/round-draft.tsx";
import { roundProgressRoutes } from "./routes/round-progress.tsx";
import { roundCancelRoutes } from "./routes/round-cancel.tsx";
import { roundRoutes } from "./routes/rounds.tsx";
import { messageRoutes } from "./routes/messages.tsx";
import { optOutRoutes } from "./routes/opt-out.tsx";
import { recordRoutes } from "./routes/records.tsx";
import { importRoutes } from "./routes/imports.tsx";
import { reportRoutes } from "./routes/reports.tsx";
import { settingsRoutes } from "./routes/settings.tsx";
import { staffRoutes } from "./routes/staff.tsx";
import { tokensRoutes } from "./routes/tokens.tsx";
import { surveyReplyRoutes } from "./routes/survey-reply.tsx";
import { signInRoutes } from "./routes/sign-in.tsx";
import { surveyRoutes } from "./routes/survey.tsx";

const kilobyte = 1024;
const tooLarge = (limit: string) => () => {
  throw new AppError("too_large", `What was sent is larger than ${limit}. Nothing was stored.`);
};
const limitBody = bodyLimit({ maxSize: 256 * kilobyte, onError: tooLarge("256 KB") });
const limitImport = bodyLimit({ maxSize: 20 * kilobyte * kilobyte, onError: tooLarge("20 MB") });
const isImport = (path: string) => path === "/imports" || path === "/api/v1/contacts/import";

export const app = new Hono<App>()
  .use(securityHeaders, provideCtx)
  .use((c, next) => (isImport(c.req.path) ? limitImport(c, next) : limitBody(c, next)))
  .onError(onError)
  .notFound(onNotFound);

app.route("/", surveyRoutes);
app.route("/", surveyReplyRoutes);
app.route("/", optOutRoutes);
app.route("/", recordRoutes);
app.route("/api/v1", apiRoutes);
app.route("/", signInRoutes);
app.route("/", hookRoutes);
app.route("/", localRoutes);
app.route("/", outboxRoutes);
app.route("/", staffRoutes);
app.route("/", tokensRoutes);
app.route("/", settingsRoutes);
app.route("/", messageRoutes);
app.route("/", roundProgressRoutes);
app.route("/", roundRoutes);
app.route("/", roundDraftRoutes);
app.route("/", homeRoutes);
app.route("/", accountListRoutes);
app.route("/", accountRoutes);
app.route("/", accountHistoryRoutes);
app.route("/", contactRoutes);
app.route("/", contactMergeRoutes);
app.route("/", auditRoutes);
app.route("/", exportRoutes);
app.route("/", roundCancelRoutes);
app.route("/", caseRoutes);
app.route("/", conversationRoutes);
app.route("/", importRoutes);
app.route("/", reportRoutes);
app.route("/", portfolioRoutes);
