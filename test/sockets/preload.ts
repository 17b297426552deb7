import { appendFileSync } from "node:fs";
import { forbidSockets } from "./forbid.ts";

// Loaded before a program with `node --import`. The attempt is written down first, because the program may catch the error.
const log = process.env["SOCKET_LOG"];
if (log === undefined) throw new Error("SOCKET_LOG must name the file that attempts are written to.");
forbidSockets({
  loopback: false,
  children: false,
  onForbidden: (attempt) => {
    appendFileSync(log, `${attempt}\n`);
    throw new Error(`forbidden here: ${attempt}`);
  },
});
