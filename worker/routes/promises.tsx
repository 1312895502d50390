import { renderPage } from "#web/document.tsx";
import { paceMonths } from "#web/pages/cases/pace.tsx";
import { PromisesPage } from "#web/pages/portfolio/promises.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import * as z from "zod";
import { exportPromises, readPromises } from "../domain/portfolio/actions-promises.ts";
import { answerCsv } from "../middleware/csv.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const Period = z.object({ months: z.coerce.number().pipe(z.literal(paceMonths)).catch(12) });

export const promiseRoutes = new Hono<StaffApp>()
  .get(paths.promises, requireStaff, validate("query", Period), async (c) => {
    const { ctx, frame } = c.var;
    const { months } = c.req.valid("query");
    const promises = await readPromises(ctx, months, frame.timeZone);
    const children = <PromisesPage {...{ promises, months }} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title: "Promises", children }));
  })
  .get(paths.promisesCsv, requireStaff, validate("query", Period), async (c) => {
    const { ctx, frame } = c.var;
    const csv = await exportPromises(ctx, c.req.valid("query").months, frame.timeZone);
    return answerCsv(c, "promises.csv", csv);
  });
