import { Hono } from "hono";
import { requireJson, requireToken, type ApiApp } from "../../middleware/api.ts";
import { actionsApi } from "./actions.ts";
import { accountsApi } from "./accounts.ts";
import { casesApi } from "./cases.ts";
import { contactsApi } from "./contacts.ts";
import { outboxApi } from "./outbox.ts";
import { portfolioApi } from "./portfolio.ts";
import { roundsApi } from "./rounds.ts";
import { reportApi } from "./reports.ts";
import { staffApi } from "./staff.ts";

export const apiRoutes = new Hono<ApiApp>()
  .use(requireToken, requireJson)
  .route("/", accountsApi)
  .route("/", contactsApi)
  .route("/", casesApi)
  .route("/", actionsApi)
  .route("/", roundsApi)
  .route("/", reportApi)
  .route("/", portfolioApi)
  .route("/", staffApi)
  .route("/", outboxApi);
