import * as z from "zod";
import { EmailAddress } from "../contact/schema.ts";

export const SignInRequest = z.object({ email: EmailAddress, to: z.string().optional() });
export type SignInRequest = z.infer<typeof SignInRequest>;
