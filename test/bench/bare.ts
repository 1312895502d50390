import { drizzle } from "drizzle-orm/d1";
import { eq } from "drizzle-orm";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { Hono } from "hono";

const note = sqliteTable("note", { id: text().primaryKey(), content: text({ mode: "json" }) });

/** What the survey is measured against: the least that a Worker with hono and D1 can do. */
export default new Hono<{ Bindings: { DB: D1Database } }>()
  .get("/read/:id", async (c) => {
    const found = await drizzle(c.env.DB)
      .select()
      .from(note)
      .where(eq(note.id, c.req.param("id")))
      .get();
    return c.json(found ?? null);
  })
  .post("/write/:id", async (c) => {
    const content = { ...(await c.req.parseBody()) };
    await drizzle(c.env.DB)
      .insert(note)
      .values({ id: c.req.param("id"), content });
    return c.text("kept");
  });
