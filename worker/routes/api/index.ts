import { Hono } from "hono";
import { requireToken, type ApiApp } from "../../middleware/api.ts";

export const apiRoutes = new Hono<ApiApp>().use(requireToken);
