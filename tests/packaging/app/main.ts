import { createAuthClient } from "signet-auth/client";
import { showSession } from "./show-session.js";

showSession(createAuthClient());
