import { forbidSockets } from "./forbid.ts";

// Tests speak to scripted servers on the loopback address and to nothing else.
forbidSockets({
  loopback: true,
  children: true,
  onForbidden: (attempt) => {
    throw new Error(`A test tried this: ${attempt}. Tests use no network but the loopback address.`);
  },
});
