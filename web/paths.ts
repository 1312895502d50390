/** Every URL we link to. Nothing else in the code spells a path. */
const at = (base: string) => (id: string) => `${base}/${encodeURIComponent(id)}`;
const under = (base: string, rest: string) => (id: string) =>
  `${base}/${encodeURIComponent(id)}${rest}`;

export const paths = {
  home: "/",
  signIn: "/sign-in",
  signInLink: at("/sign-in"),
  signOut: "/sign-out",
  localSignIn: at("/local/sign-in"),

  accounts: "/accounts",
  accountsCsv: "/accounts.csv",
  account: at("/accounts"),
  accountEdit: under("/accounts", "/edit"),
  accountContactsCsv: under("/accounts", "/contacts.csv"),
  contacts: "/contacts",
  contact: at("/contacts"),
  cases: "/cases",
  case: at("/cases"),
  casesCsv: "/cases.csv",
  imports: "/imports",
  import: at("/imports"),
  importRejected: under("/imports", "/rejected.csv"),
  importApply: under("/imports", "/apply"),

  rounds: "/rounds",
  newRound: "/rounds/new",
  round: at("/rounds"),
  roundBasics: under("/rounds", "/basics"),
  roundRecipients: under("/rounds", "/recipients"),
  roundQuestions: under("/rounds", "/questions"),
  roundWording: under("/rounds", "/wording"),
  roundNote: under("/rounds", "/note"),
  roundPreview: (id: string, tier: string) => `${under("/rounds", "/preview")(id)}?tier=${tier}`,
  roundPreviewSurvey: (id: string, tier: string, sitting: number) =>
    `${under("/rounds", "/preview/page")(id)}?tier=${tier}&sitting=${sitting}`,
  roundPreviewMail: (id: string, tier: string) =>
    `${under("/rounds", "/preview/mail")(id)}?tier=${tier}`,
  roundSelfGrade: under("/rounds", "/self-grade"),
  roundLaunch: under("/rounds", "/launch"),
  roundClose: under("/rounds", "/close"),
  roundCancel: under("/rounds", "/cancel"),
  roundTest: under("/rounds", "/test"),
  roundNominations: under("/rounds", "/nominations"),
  roundProgress: under("/rounds", "/progress"),
  roundDeadline: under("/rounds", "/progress/deadline"),
  roundAddition: under("/rounds", "/progress/recipients"),
  roundResend: under("/rounds", "/progress/resend"),
  roundSilentCsv: under("/rounds", "/progress/silent.csv"),
  report: under("/rounds", "/report"),
  reportCsv: under("/rounds", "/responses.csv"),

  staff: "/staff",
  staffMember: at("/staff"),
  staffDeactivate: under("/staff", "/deactivate"),
  staffReactivate: under("/staff", "/reactivate"),
  tokens: "/tokens",
  tokenRevoke: under("/tokens", "/revoke"),
  settings: "/settings",
  outbox: "/outbox",
  outboxMessage: at("/outbox"),
  outboxMessageHtml: under("/outbox", "/html"),

  survey: at("/s"),
  surveyColleague: under("/s", "/colleague"),
  surveyLater: under("/s", "/later"),
  optOut: at("/u"),

  api: "/api/v1",
  openApi: "/api/v1/openapi.json",
} as const;
