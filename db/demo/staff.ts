import type { Role } from "#worker/domain/staff/schema.ts";

/** The people of the supplier in the demo. The admin's address is the deployment's ADMIN_EMAIL. */
export type DemoStaff = {
  slug: string;
  name: string;
  role: Role;
  lineManager?: string;
  phone?: string;
  email?: string;
};

export const supplierName = "Alder & Voss";
export const supplierDomain = "alder-voss.example";

export const demoStaff: DemoStaff[] = [
  { slug: "henrike.alder", name: "Henrike Alder", role: "leader", phone: "+49 40 555 0101" },
  { slug: "tomasz.wieczorek", name: "Tomasz Wieczorek", role: "leader", phone: "+49 40 555 0102" },
  { slug: "renate.kolb", name: "Renate Kolb", role: "admin", lineManager: "henrike.alder" },

  {
    slug: "birgit.sandvik",
    name: "Birgit Sandvik",
    role: "account_manager",
    lineManager: "henrike.alder",
    phone: "+49 40 555 0110",
  },
  {
    slug: "marcus.oyelaran",
    name: "Marcus Oyelaran",
    role: "account_manager",
    lineManager: "tomasz.wieczorek",
    phone: "+44 20 5550 0111",
  },

  {
    slug: "jonas.feldmann",
    name: "Jonas Feldmann",
    role: "account_manager",
    lineManager: "birgit.sandvik",
    phone: "+49 40 555 0121",
  },
  {
    slug: "camille.fournier",
    name: "Camille Fournier",
    role: "account_manager",
    lineManager: "birgit.sandvik",
    phone: "+33 1 55 50 01 22",
  },
  {
    slug: "sofia.lindgren",
    name: "Sofia Lindgren",
    role: "account_manager",
    lineManager: "birgit.sandvik",
    phone: "+46 8 555 0123",
  },
  {
    slug: "priya.raman",
    name: "Priya Raman",
    role: "account_manager",
    lineManager: "marcus.oyelaran",
    phone: "+44 20 5550 0124",
  },
  {
    slug: "eoin.gallagher",
    name: "Eoin Gallagher",
    role: "account_manager",
    lineManager: "marcus.oyelaran",
    phone: "+353 1 555 0125",
  },
  {
    slug: "luca.moretti",
    name: "Luca Moretti",
    role: "account_manager",
    lineManager: "marcus.oyelaran",
    phone: "+39 02 5550 126",
  },

  {
    slug: "anneliese.brandt",
    name: "Dr. Anneliese Brandt",
    role: "independent_administrator",
    email: "brandt@brandt-mediation.example",
  },
];

/** Whose sign-in links a start prints. */
export const shown = {
  accountManager: "jonas.feldmann",
  leader: "henrike.alder",
  admin: "renate.kolb",
  administrator: "anneliese.brandt",
} as const;
