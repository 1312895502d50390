/** How long an emailed sign-in link works. */
export const signInMinutes = 10;
