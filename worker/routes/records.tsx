import { RecordPage } from "#web/pages/conversations/record.tsx";
import { CalmPage } from "#web/pages/survey/calm.tsx";
import { Hono } from "hono";
import type { App } from "../context.ts";
import {
  confirmRecord,
  openRecord,
  type OpenedRecord,
} from "../domain/conversation/actions-confirm.ts";
import { answerWithLetter, limitRespondent, readForm } from "../middleware/respondent.ts";

/** The page of whom a recorded conversation was held with. */
export const recordRoutes = new Hono<App>()
  .get("/r/:token", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const record = await openRecord(c.var.ctx, token);
    const { answers, confirmedAt } = record.conversation;
    if (confirmedAt) return answerWithLetter(c, thanks(record));
    const filled = (name: string) => [answers[name] ?? []].flat();
    const children = <RecordPage {...{ record, token, filled }} />;
    return answerWithLetter(c, { settings: record.settings, title: "Our record", children });
  })
  .post("/r/:token", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const sent = await readForm(c);
    const result = await confirmRecord(c.var.ctx, token, sent);
    const { record } = result;
    if (result.kind === "done") return answerWithLetter(c, thanks(record));
    const filled = (name: string) => sent.get(name) ?? [];
    const children = <RecordPage {...{ record, token, filled, errors: result.errors }} />;
    const title = "Not confirmed yet";
    return answerWithLetter(c, { settings: record.settings, title, status: 422, children });
  });

const thanks = ({ settings }: OpenedRecord) => ({
  settings,
  title: "Thank you",
  children: (
    <CalmPage title="Thank you" done>
      <p>The record of our conversation is confirmed. There is nothing more to do.</p>
    </CalmPage>
  ),
});
