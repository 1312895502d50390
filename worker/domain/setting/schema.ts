/** How the supplier appears on pages and in mails. `accentColour` is `#rrggbb`. */
export type Settings = {
  supplierName: string;
  timeZone: string;
  accentColour: string;
  logo: string | null;
  footerAddress: string | null;
};
