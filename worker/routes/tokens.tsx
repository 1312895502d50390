import { renderPage } from "#web/document.tsx";
import { TokensPage, type TokenValues } from "#web/pages/tokens/tokens.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import { Hono } from "hono";
import { findStaff } from "../domain/staff/actions.ts";
import { isActive } from "../domain/staff/rules.ts";
import { createToken, findTokens, revokeToken } from "../domain/token/actions.ts";
import { NewToken } from "../domain/token/schema.ts";
import { faultsOf, readForm, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";

const labels = { name: "The name", staffId: "The person", scope: "What it may do" };

type Said = { values?: TokenValues; errors?: FieldError[]; fresh?: string };

async function page(c: Context<StaffApp>, { values, errors = [], fresh }: Said = {}) {
  const { ctx, frame } = c.var;
  const [tokens, staff] = await Promise.all([findTokens(ctx), findStaff(ctx)]);
  const props = {
    tokens,
    holders: staff.filter(isActive),
    values: values ?? { name: "", staffId: ctx.actor.id, scope: "read" },
    errors,
    fresh: fresh ?? null,
    timeZone: frame.timeZone,
  };
  const html = renderPage({ frame, title: "API tokens", children: <TokensPage {...props} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

export const tokensRoutes = new Hono<StaffApp>()
  .use("/tokens", requireStaff, requireRole("admin"), sameOrigin)
  .use("/tokens/*", requireStaff, requireRole("admin"), sameOrigin)
  .get("/tokens", (c) => page(c))
  .post("/tokens", async (c) => {
    const form = await readForm(c);
    const values = {
      name: textOf(form, "name"),
      staffId: textOf(form, "staffId"),
      scope: textOf(form, "scope"),
    };
    const { data, error } = NewToken.safeParse(values);
    if (error) return page(c, { values, errors: faultsOf(error, labels) });
    const { token } = await createToken(c.var.ctx, data);
    return page(c, { fresh: token });
  })
  .post("/tokens/:id/revoke", async (c) => {
    await revokeToken(c.var.ctx, c.req.param("id"));
    return c.redirect(paths.tokens, 303);
  });
