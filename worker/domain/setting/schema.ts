import * as z from "zod";
import { line, paragraph } from "../text.ts";
import { isTimeZone } from "./rules.ts";

/** How the supplier appears on pages and in mails. `accentColour` is `#rrggbb`. */
export type Settings = {
  supplierName: string;
  timeZone: string;
  accentColour: string;
  logo: string | null;
  footerAddress: string | null;
};

/** All of it but the logo, which arrives as a file. */
export const SettingsChange = z.object({
  supplierName: line(80),
  timeZone: z.string().refine(isTimeZone, "is not one we know"),
  accentColour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "is not a colour like #1f4e79")
    .toLowerCase(),
  footerAddress: paragraph(300).transform((value) => value || null),
});
export type SettingsChange = z.infer<typeof SettingsChange>;
