import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import * as z from "zod";
import { exportImports } from "../domain/import/actions-export.ts";
import { exportRounds } from "../domain/round/actions-export.ts";
import { RoundStatus } from "../domain/round/schema.ts";
import { answerCsv } from "../middleware/csv.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const RoundsQuery = z.object({ status: RoundStatus.optional().catch(undefined) });

/** Lists as files, where the list itself is simple enough to have no filter of its own. */
export const exportRoutes = new Hono<StaffApp>()
  .get(paths.roundsCsv, requireStaff, validate("query", RoundsQuery), async (c) =>
    answerCsv(c, "rounds.csv", await exportRounds(c.var.ctx, c.req.valid("query").status)),
  )
  .get(paths.importsCsv, requireStaff, async (c) =>
    answerCsv(c, "imports.csv", await exportImports(c.var.ctx)),
  );
