import { app } from "#worker/app.ts";

/** Who may come in: everybody; who holds the link; whoever is signed in; some roles; who reaches the record. */
export type Who =
  | "anyone"
  | "link"
  | "staff"
  | "insiders"
  | "admins"
  | "account"
  | "round"
  | "round-insiders"
  | "round-leaders"
  | "maker"
  | "launch";

/** A text that somebody may write freely; a reference to a record, to be filled in with ours or another's. */
export type Text = { text: string; max?: number; lines?: boolean; url?: boolean };
type IdOf = { idOf: string };
export type Value = string | number | boolean | null | Text | IdOf | Value[] | Body;
export type Body = { [name: string]: Value };

export type Entry = { who: Who; body?: Body; round?: "draft" | "open" | "closed" };
export type Route = { method: string; path: string };

const line = (text = "A few words"): Text => ({ text });
const phone: Text = { text: "+49 1", max: 40 };
const short: Text = { text: "A few words", max: 60 };
const lines = (text = "A few words.\nAnd a second line."): Text => ({ text, lines: true });
const idOf = (noun: string): IdOf => ({ idOf: noun });
/** A form's own id, as its page would have made it. */
const formId = "AAAAAAAAAAAAAAAAAAAAAA";
const past = "2026-03-03";
const day = new Date(Date.now() + 14 * 24 * 3600 * 1000).toISOString().slice(0, 10);

const action: Body = {
  title: line(),
  heard: lines(),
  promise: lines(),
  measureText: line("5 days"),
  ownerId: idOf("staff"),
  counterpartId: idOf("contacts"),
  dueOn: day,
};
const contact: Body = {
  firstName: line(),
  lastName: line(),
  jobTitle: line(),
  department: line(),
};
/** What a conversation about the year may hold, question by question. */
const talk = Object.fromEntries(
  [
    "overall-grade.comment",
    "most-valuable-this-year",
    "improve-one-thing",
    "whom-else",
    "communication-amount.comment",
    "communication-timing.comment",
    "communication-form.comment",
    "team.comment",
    "knows-whom-to-ask.comment",
    "plans",
    "challenges",
    "judged-by",
    "excites",
    "worries",
    "ease.comment",
    "easier",
  ].map((name) => [name, lines()]),
);
const round: Body = { kind: "satisfaction", name: line(), confidentiality: "named" };
const grade: Body = { grade: "A", reason: lines() };
const person: Body = { email: "nobody@client.example" };

/** Every route there is. One that is missing here fails the build; who is not let in here stays out. */
export const table: Record<string, Entry> = {
  "GET /s/:token": { who: "link" },
  "POST /s/:token": { who: "link" },
  "GET /s/:token/colleague": { who: "link" },
  "POST /s/:token/colleague": { who: "link" },
  "GET /s/:token/later": { who: "link" },
  "POST /s/:token/later": { who: "link" },
  "GET /u/:token": { who: "link" },
  "POST /u/:token": { who: "link" },
  "GET /r/:token": { who: "link" },
  "POST /r/:token": { who: "link" },
  "GET /c/:token": { who: "link" },
  "POST /c/:token": { who: "link" },
  "POST /c/:token/fresh": { who: "link" },
  "GET /v/:token": { who: "link" },
  "POST /v/:token/fresh": { who: "link" },
  "GET /calendar/:token{[^/]+\\.ics}": { who: "link" },

  "GET /sign-in": { who: "anyone" },
  "POST /sign-in": { who: "anyone" },
  "GET /sign-in/:token": { who: "anyone" },
  "POST /sign-in/:token": { who: "anyone" },
  "POST /sign-out": { who: "anyone" },
  "POST /oidc": { who: "anyone" },
  "GET /oidc/callback": { who: "anyone" },
  "POST /hooks/resend": { who: "anyone" },
  "GET /local/sign-in/:key": { who: "anyone" },
  "POST /local/sign-in/:key": { who: "anyone" },
  "GET /outbox": { who: "anyone" },
  "GET /outbox/:id": { who: "anyone" },
  "GET /outbox/:id/html": { who: "anyone" },

  "GET /api/v1/rounds/:id/report": { who: "round", round: "closed" },
  "GET /api/v1/rounds/:id/responses.csv": { who: "round", round: "closed" },
  "GET /api/v1/portfolio": { who: "staff" },
  "POST /api/v1/rounds": {
    who: "account",
    body: { ...round, accountId: idOf("accounts"), contactIds: [idOf("contacts")] },
  },
  "GET /api/v1/rounds": { who: "staff" },
  "GET /api/v1/rounds/:id": { who: "round" },
  "PATCH /api/v1/rounds/:id": {
    who: "round",
    round: "draft",
    body: {
      name: line(),
      contactIds: [idOf("contacts")],
      ownQuestions: [
        { type: "text", wording: line() },
        { type: "choice", wording: line(), options: [line("Yes"), line("No")] },
      ],
    },
  },
  "PUT /api/v1/rounds/:id/self-grade": { who: "round", round: "draft", body: grade },
  "POST /api/v1/rounds/:id/launch": { who: "round", body: { explanation: lines() } },
  "POST /api/v1/rounds/:id/close": { who: "round", body: { reason: lines() } },
  "POST /api/v1/rounds/:id/cancel": {
    who: "round-leaders",
    round: "draft",
    body: { reason: lines() },
  },
  "POST /api/v1/rounds/:id/release": {
    who: "round-insiders",
    round: "closed",
    body: { note: lines() },
  },
  "GET /api/v1/accounts": { who: "staff" },
  "GET /api/v1/accounts/:id": { who: "account" },
  "PATCH /api/v1/accounts/:id": {
    who: "account",
    body: {
      name: line(),
      country: short,
      segment: short,
      matter: line(),
      matterObservation: lines(),
      services: [line()],
      servicesInUse: [line()],
      competitors: [line()],
      parentId: idOf("parents"),
    },
  },
  "GET /api/v1/accounts/:id/contacts": { who: "account" },
  "POST /api/v1/contacts/import": { who: "insiders" },
  "GET /api/v1/contacts/:id": { who: "account" },
  "PATCH /api/v1/contacts/:id": { who: "account", body: contact },
  "GET /api/v1/accounts/:id/cases": { who: "account" },
  "PATCH /api/v1/cases/:id": {
    who: "account",
    body: { note: lines(), rootCause: lines(), prevention: lines() },
  },
  "GET /api/v1/accounts/:id/actions": { who: "account" },
  "POST /api/v1/accounts/:id/actions": { who: "account", body: action },
  "PATCH /api/v1/actions/:id": {
    who: "account",
    body: { ...action, version: 1, comment: lines() },
  },
  "GET /api/v1/outbox": { who: "anyone" },
  "GET /api/v1/staff": { who: "insiders" },
  "POST /api/v1/staff": {
    who: "admins",
    body: { name: line(), email: "new@supplier.example", role: "account_manager", phone },
  },

  "GET /staff": { who: "admins" },
  "GET /staff.csv": { who: "admins" },
  "POST /staff": {
    who: "admins",
    body: { name: line(), email: "newer@supplier.example", role: "leader", phone },
  },
  "GET /staff/:id": { who: "admins" },
  "POST /staff/:id": {
    who: "admins",
    body: { name: line(), email: "same@supplier.example", role: "admin", phone },
  },
  "GET /staff/:id/deactivate": { who: "admins" },
  "POST /staff/:id/deactivate": { who: "admins", body: { managerId: "", sponsorId: "" } },
  "POST /staff/:id/handover": { who: "admins", body: { managerId: "", sponsorId: "" } },
  "POST /staff/:id/reactivate": { who: "admins" },
  "GET /tokens": { who: "admins" },
  "POST /tokens": { who: "admins", body: { name: line(), staffId: idOf("staff"), scope: "read" } },
  "POST /tokens/:id/revoke": { who: "admins" },
  "GET /webhooks": { who: "admins" },
  "POST /webhooks": {
    who: "admins",
    body: { url: { text: "https://hooks.example/x", url: true }, "round.closed": "yes" },
  },
  "GET /webhooks/:id": { who: "admins" },
  "POST /webhooks/:id/status": { who: "admins", body: { status: "active" } },
  "POST /webhooks/:id/rotate": { who: "admins" },
  "POST /webhooks/:id/delete": { who: "admins" },
  "POST /webhooks/:id/send-again": { who: "admins", body: { eventId: "event-1" } },
  "GET /person": { who: "admins" },
  "POST /person": { who: "admins", body: person },
  "POST /person/export": { who: "admins", body: person },
  "POST /person/erase": { who: "admins", body: { ...person, confirmation: line() } },
  "GET /settings": { who: "admins" },
  "GET /settings/preview": { who: "admins" },
  "POST /settings": {
    who: "admins",
    body: {
      supplierName: line("Our firm"),
      footerAddress: lines(),
      senderName: line(),
      signature: lines(),
    },
  },
  "GET /messages": { who: "admins" },
  "POST /messages/retry": { who: "admins", body: { id: "message-1" } },
  "GET /audit": { who: "admins" },
  "GET /audit.csv": { who: "admins" },

  "GET /sessions": { who: "staff" },
  "POST /sessions/end": { who: "staff" },
  "GET /": { who: "staff" },
  "GET /accounts": { who: "staff" },
  "GET /accounts.csv": { who: "staff" },
  "GET /accounts/new": { who: "insiders" },
  "POST /accounts": { who: "insiders", body: { name: line(), accountManagerId: "" } },
  "GET /accounts/:id": { who: "account" },
  "GET /accounts/:id/edit": { who: "account" },
  "POST /accounts/:id/edit": {
    who: "account",
    body: {
      name: line(),
      country: short,
      segment: short,
      matter: line(),
      matterObservation: lines(),
      services: line(),
      servicesInUse: line(),
      competitors: line(),
    },
  },
  "GET /accounts/:id/review": { who: "account" },
  "POST /accounts/:id/review": {
    who: "account",
    body: {
      id: formId,
      version: "0",
      heldOn: past,
      notes: lines(),
      decisions: lines(),
      actions: lines(),
    },
  },
  "GET /accounts/:id/history": { who: "account" },
  "GET /accounts/:id/comparison": { who: "account" },
  "GET /accounts/:id/contacts.csv": { who: "account" },
  "GET /accounts/:id/contacts/new": { who: "account" },
  "POST /accounts/:id/contacts/new": {
    who: "account",
    body: { ...contact, email: "fresh@client.example", tier: "user", function: "it", locale: "" },
  },
  "GET /contacts/:id": { who: "account" },
  "GET /contacts/:id/left": { who: "account" },
  "POST /contacts/:id/do-not-survey": { who: "account", body: { mark: "no" } },
  "POST /contacts/:id": { who: "account", body: contact },
  "GET /contacts/:id/merge": { who: "account" },
  "POST /contacts/:id/merge": { who: "account", body: { into: idOf("duplicates") } },
  "GET /contacts/:id/move": { who: "account" },
  "POST /contacts/:id/move": { who: "account", body: { accountId: idOf("accounts"), q: "" } },
  "GET /accounts/:id/conversations/new": { who: "account" },
  "POST /accounts/:id/conversations/new": {
    who: "account",
    body: { contactId: idOf("contacts"), heldOn: past, ...talk },
  },
  "GET /conversations/:id": { who: "account" },
  "POST /conversations/:id/mail": { who: "account" },
  "GET /accounts/:id/reference": { who: "account" },
  "POST /accounts/:id/reference": {
    who: "account",
    body: { contactId: idOf("contacts"), text: lines("Would you be a reference for our work?") },
  },
  "POST /accounts/:id/reference/answer": {
    who: "account",
    body: { askId: idOf("asks"), version: "1", answer: "declined", laterOn: "", note: lines() },
  },
  "GET /references": { who: "staff" },
  "GET /accounts/:id/plan": { who: "account" },
  "GET /accounts/:id/plan.csv": { who: "account" },
  "POST /accounts/:id/plan": { who: "account", body: { ...action, whole: "1" } },
  "GET /accounts/:id/plan/client": { who: "account" },
  "GET /accounts/:id/plan/client/page": { who: "account" },
  "POST /accounts/:id/plan/client": { who: "account", body: { contactIds: [idOf("contacts")] } },
  "POST /accounts/:id/plan/client/links/:linkId/revoke": { who: "account" },
  "POST /accounts/:id/plan/client/replies/:replyId/resolve": { who: "account" },
  "GET /actions/:id": { who: "account" },
  "POST /actions/:id": {
    who: "account",
    body: { ...action, whole: "1", version: "1", comment: lines() },
  },
  "POST /suggestions/:id": {
    who: "account",
    body: { intent: "accept", title: line(), heard: lines(), promise: lines() },
  },
  "GET /cases": { who: "staff" },
  "GET /cases.csv": { who: "staff" },
  "GET /cases/:id": { who: "account" },
  "POST /cases/:id": {
    who: "account",
    body: { version: "1", note: lines(), rootCause: lines(), prevention: lines() },
  },
  "POST /cases/:id/contacts": {
    who: "account",
    body: { at: "2026-03-03T10:00", how: "call", person: line(), said: lines() },
  },
  "POST /cases/:id/evidence": {
    who: "account",
    body: { evidenceTitle: line(), words: lines(), link: "" },
  },
  "POST /cases/:id/actions": {
    who: "account",
    body: { title: line(), promise: lines(), actionOwner: idOf("staff"), dueOn: day },
  },

  "GET /rounds": { who: "staff" },
  "GET /rounds.csv": { who: "staff" },
  "GET /rounds/new": { who: "insiders" },
  "POST /rounds": {
    who: "account",
    body: { accountId: idOf("accounts"), kind: "satisfaction" },
  },
  "GET /rounds/:id": { who: "round" },
  "GET /rounds/:id/progress": { who: "round" },
  "GET /rounds/:id/progress/silent.csv": { who: "round" },
  "POST /rounds/:id/progress/deadline": { who: "round", body: { closesAt: day } },
  "POST /rounds/:id/progress/recipients": {
    who: "round",
    body: { recipient: idOf("duplicates"), reason: lines() },
  },
  "POST /rounds/:id/progress/resend": { who: "round", body: { invitationId: idOf("invitations") } },
  "POST /rounds/:id/self-grade": { who: "round", round: "draft", body: grade },
  "POST /rounds/:id/test": { who: "round", body: { tier: "user" } },
  "POST /rounds/:id/launch": { who: "round", body: { explanation: lines() } },
  "POST /rounds/:id/close": { who: "round", body: { closeReason: lines() } },
  "POST /rounds/:id/nominations": {
    who: "round",
    body: { invitationId: idOf("invitations"), decision: "refuse", reason: lines() },
  },
  "GET /rounds/:id/preview": { who: "round", round: "draft" },
  "GET /rounds/:id/preview/page": { who: "round", round: "draft" },
  "GET /rounds/:id/preview/mail": { who: "round", round: "draft" },
  "POST /rounds/:id/note": {
    who: "round",
    round: "draft",
    body: { note: lines(), noteTo: [idOf("contacts")] },
  },
  "POST /rounds/:id/basics": {
    who: "round",
    round: "draft",
    body: {
      ...round,
      confidentiality: "confidential",
      closesAt: day,
      administratorId: idOf("administrator"),
    },
  },
  "POST /rounds/:id/recipients": {
    who: "round",
    round: "draft",
    body: { contactIds: [idOf("contacts")] },
  },
  "POST /rounds/:id/questions": {
    who: "round",
    round: "draft",
    body: { modules: ["recommend"] },
  },
  "POST /rounds/:id/wording": {
    who: "round",
    round: "draft",
    body: {
      type1: "text",
      wording1: line(),
      answers1: lines(),
      type2: "choice",
      wording2: line(),
      answers2: lines(),
      type3: "choice",
      wording3: line(),
      answers3: lines(),
    },
  },
  "GET /rounds/:id/cancel": { who: "round-leaders", round: "draft" },
  "POST /rounds/:id/cancel": {
    who: "round-leaders",
    round: "draft",
    body: { cancelReason: lines() },
  },
  "GET /rounds/:id/report": { who: "round", round: "closed" },
  "GET /rounds/:id/report.xlsx": { who: "round", round: "closed" },
  "GET /rounds/:id/brief": { who: "round", round: "closed" },
  "GET /rounds/:id/responses.csv": { who: "round", round: "closed" },
  "GET /rounds/:id/shares": { who: "round-insiders", round: "closed" },
  "GET /rounds/:id/shares/page": { who: "round-insiders", round: "closed" },
  "POST /rounds/:id/shares": {
    who: "round-insiders",
    round: "closed",
    body: { name: line(), email: "partner@partner.example", note: lines(), days: "30" },
  },
  "POST /rounds/:id/shares/:shareId/revoke": { who: "round-insiders", round: "closed" },
  "GET /rounds/:id/release": { who: "round-insiders", round: "closed" },
  "GET /rounds/:id/release/page": { who: "round-insiders", round: "closed" },
  "GET /rounds/:id/release/mail": { who: "round-insiders", round: "closed" },
  "POST /rounds/:id/release": {
    who: "round-insiders",
    round: "closed",
    body: { note: lines(), seen: lines() },
  },
  "POST /rounds/:id/release/withhold": {
    who: "round-insiders",
    round: "closed",
    body: { reason: lines() },
  },
  "POST /rounds/:id/release/withdraw": { who: "round-insiders", round: "closed" },

  "GET /imports": { who: "insiders" },
  "GET /imports.csv": { who: "insiders" },
  "POST /imports": { who: "insiders" },
  "GET /imports/:id": { who: "maker" },
  "POST /imports/:id/apply": { who: "maker" },
  "GET /imports/:id/rejected.csv": { who: "maker" },
  "GET /portfolio-launches": { who: "insiders" },
  "GET /portfolio-launches/new": { who: "insiders" },
  "POST /portfolio-launches": {
    who: "insiders",
    body: {
      id: formId,
      kind: "satisfaction",
      name: line(),
      windowDays: "21",
      gradeBy: day,
      days: "1",
      fromHour: "9",
      toHour: "17",
      weekdays: ["1"],
      accountIds: [idOf("accounts")],
    },
  },
  "GET /portfolio-launches/:id": { who: "launch" },
  "GET /portfolio-launches/:id/accounts.csv": { who: "launch" },
  "POST /portfolio-launches/:id/explanation": { who: "launch", body: { explanation: lines() } },
  "POST /portfolio-launches/:id/start": { who: "launch" },
  "POST /portfolio-launches/:id/stop": { who: "launch" },
  "POST /portfolio-launches/:id/resume": { who: "launch" },
  "GET /calendar": { who: "staff" },
  "POST /calendar": { who: "staff" },
  "POST /calendar/end": { who: "staff" },
  "GET /portfolio": { who: "staff" },
  "GET /portfolio.csv": { who: "staff" },
  "GET /portfolio.xlsx": { who: "staff" },
  "GET /portfolio/movers.csv": { who: "staff" },
  "GET /portfolio/promises": { who: "staff" },
  "GET /portfolio/promises.csv": { who: "staff" },
};

/** What the router knows, each once. */
export const routes: Route[] = [
  ...new Set(
    app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`),
  ),
].map((route) => ({ method: route.split(" ")[0]!, path: route.split(" ")[1]! }));

export const nameOf = ({ method, path }: Route) => `${method} ${path}`;
export const entryOf = (route: Route): Entry => table[nameOf(route)] ?? { who: "admins" };
export const isApi = ({ path }: Route) => path.startsWith("/api/");
export const writes = ({ method }: Route) => method !== "GET";
/** Routes that want somebody signed in, or a token of theirs. */
export const guarded = routes.filter((route) => !["anyone", "link"].includes(entryOf(route).who));
