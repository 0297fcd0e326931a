import { createAuthClient } from "signet-auth/streamed";
import { showSession } from "./show-session.js";

showSession(createAuthClient());
