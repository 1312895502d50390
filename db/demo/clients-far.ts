import type { DemoAccount } from "./account.ts";

export const farther: DemoAccount[] = [
  {
    slug: "alnoor",
    name: "Al Noor Medical Supplies LLC",
    country: "AE",
    segment: "Health care",
    annualRevenue: 690_000,
    currency: "USD",
    manager: "priya.raman",
    sponsor: "tomasz.wieczorek",
    services: ["Cloud operations", "Managed workplace"],
    competitors: ["Petrel Consulting"],
    board: [["فاطمة", "الزهراني", "Chief Executive Officer", "other", "fatima.alzahrani"]],
    managers: [
      ["عبد الرحمن", "المنصوري", "Head of Warehousing", "operations", "a.almansoori"],
      ["Leila", "Haddad", "Finance Manager", "finance"],
    ],
    users: [["Joseph", "Mathew", "IT Support Engineer", "it"]],
    moreUsers: 5,
  },
  {
    slug: "hoshino",
    name: "Hoshino Precision Instruments K.K.",
    country: "JP",
    segment: "Manufacturing",
    annualRevenue: 330_000,
    currency: "EUR",
    manager: "priya.raman",
    sponsor: "marcus.oyelaran",
    services: ["Data platform"],
    competitors: [],
    board: [["Kenji", "Hoshino", "President", "other"]],
    managers: [["Yumi", "Tachibana", "Manager, Global Systems", "it"]],
    users: [["Daisuke", "Morita", "Application Engineer", "it"]],
    moreUsers: 2,
  },
];
