import { toNextJsHandler } from "signet-auth/next";
import { auth } from "@/lib/auth";

export const { GET, POST } = toNextJsHandler(auth);
