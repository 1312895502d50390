import { Hono } from "hono";
import { readPortfolio } from "../../domain/portfolio/actions.ts";
import { Portfolio, PortfolioQuery } from "../../domain/portfolio/schema.ts";
import { loadSettings } from "../../domain/setting/actions.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { ok, type Endpoint } from "./endpoint.ts";

export const portfolioApi = new Hono<ApiApp>().get(
  "/portfolio",
  validate("query", PortfolioQuery),
  async (c) => {
    const { timeZone } = await loadSettings(c.var.ctx);
    const { portfolio } = await readPortfolio(c.var.ctx, c.req.valid("query"), timeZone);
    return c.json(portfolio);
  },
);

export const portfolioEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/portfolio",
    summary: "What the accounts within reach say together, by year; without years, the last five",
    query: PortfolioQuery,
    response: ok(Portfolio),
  },
];
