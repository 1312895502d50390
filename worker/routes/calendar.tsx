import { renderPage } from "#web/document.tsx";
import { CalendarPage } from "#web/pages/calendar/calendar.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import {
  endCalendar,
  readCalendar,
  readOwnCalendar,
  renewCalendar,
} from "../domain/calendar/actions.ts";
import type { DueDate } from "../domain/calendar/rules.ts";
import { writeCalendar, type CalendarEvent } from "../ics.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { limitRespondent } from "../middleware/respondent.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

const pageOf: Record<DueDate["what"]["kind"], (id: string) => string> = {
  round: paths.round,
  case: paths.case,
  next: paths.account,
  action: paths.action,
};
/** How long before it is due a moment begins in a calendar, and how often programs should look again. */
const [minutes, hours] = [30, 4];

function eventOf({ what: { kind, id }, summary, at }: DueDate, baseUrl: string): CalendarEvent {
  const uid = `${kind}-${id}@${new URL(baseUrl).host}`;
  const url = baseUrl + pageOf[kind](id);
  return { uid, summary, url, at: "day" in at ? at : { ...at, minutes } };
}

export const calendarRoutes = new Hono<StaffApp>()
  .get(paths.calendar, requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const { token } = await readOwnCalendar(ctx);
    const address = token && ctx.config.BASE_URL + paths.calendarFile(token);
    const children = <CalendarPage address={address} />;
    return c.html(renderPage({ frame, title: "Your calendar", children }));
  })
  .post(paths.calendar, requireStaff, sameOrigin, async (c) => {
    await renewCalendar(c.var.ctx);
    return c.redirect(paths.calendar, 303);
  })
  .post(paths.calendarEnd, requireStaff, sameOrigin, async (c) => {
    await endCalendar(c.var.ctx);
    return c.redirect(paths.calendar, 303);
  })
  .get("/calendar/:token{[^/]+\\.ics}", limitRespondent, async (c) => {
    const { ctx } = c.var;
    const token = c.req.param("token").slice(0, -".ics".length);
    const { dates, supplierName } = await readCalendar(ctx, token);
    const events = dates.map((date) => eventOf(date, ctx.config.BASE_URL));
    const text = writeCalendar(`${supplierName}: surveys`, events, { made: ctx.now, hours });
    return c.body(text, 200, { "Content-Type": "text/calendar; charset=utf-8" });
  });
