import { once } from "node:events";
import { createServer } from "node:http";
import { connect, createServer as createSocketServer, type AddressInfo } from "node:net";
import { lookup } from "node:dns/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("a test may speak to a server of its own on the loopback address", async () => {
  const server = createServer((_, response) => void response.end("here"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server, so never a path
  try {
    await expect(fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).resolves.toBe("here");
    await expect(fetch(`http://localhost:${port}/`).then((response) => response.text())).resolves.toBe("here");
  } finally {
    server.close();
  }
});

test.skipIf(process.platform === "win32")("a test may use a socket file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-socket-"));
  const path = join(folder, "socket");
  const server = createSocketServer((socket) => socket.end()).listen(path);
  await once(server, "listening");
  try {
    const socket = connect(path);
    await once(socket, "connect");
    socket.destroy();
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  expect(server.listening).toBe(false);
});

test("a test may not reach another machine, ask for its name, or listen where other machines reach it", async () => {
  await expect(fetch("http://192.0.2.1/")).rejects.toMatchObject({
    cause: { message: expect.stringContaining("tried this: connect to 192.0.2.1:80") as string },
  });
  await expect(fetch("https://example.invalid/")).rejects.toThrow("fetch failed");
  expect(() => lookup("example.invalid")).toThrow("tried this: dns lookup of example.invalid");
  expect(() => createServer().listen(0)).toThrow("tried this: listen on every interface:0");
  expect(() => createServer().listen(0, "0.0.0.0")).toThrow("tried this: listen on 0.0.0.0:0");
  expect(() => connect({ host: "192.0.2.1", port: 9 })).toThrow("tried this: connect to 192.0.2.1:9");
});
