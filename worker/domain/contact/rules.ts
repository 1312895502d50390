type Named = { firstName: string; lastName: string };

/** A person's name, the given one first; empty where we know neither part. */
export const nameOf = ({ firstName, lastName }: Named): string => `${firstName} ${lastName}`.trim();

/** The same, or the address of somebody whose name we do not know. */
export const nameOrAddress = (contact: Named & { email: string }): string =>
  nameOf(contact) || contact.email;
