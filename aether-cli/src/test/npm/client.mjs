// Lists, calls and gets everything a server offers, with the official client, and prints what came as one JSON object.
// Arguments: the directory of the packages, then the command of the server.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, command, ...args] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${packages}/package.json`));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { Client } = await load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = await load("@modelcontextprotocol/sdk/client/stdio.js");

const client = new Client({ name: "aether-test", version: "1" });
await client.connect(new StdioClientTransport({ command, args, env: process.env }));

const call = async (name, input) => (await client.callTool({ name, arguments: input })).structuredContent;
const get = async (name, input) => (await client.getPrompt({ name, arguments: input })).messages[0].content.text;

const tools = (await client.listTools()).tools.map((tool) => tool.name);
const prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
const bodies = await call("aether_list_bodies", {});
const progress = [];
const asked = (
  await client.callTool({ name: "aether_ask", arguments: { to: "backend", question: "Which id?", wait_seconds: 55 } }, undefined, {
    onprogress: (step) => progress.push(step.message),
    timeout: 60000,
  })
).structuredContent;
const thread = asked.thread;
const called = {
  aether_list_bodies: bodies,
  aether_ask: asked,
  aether_poll: await call("aether_poll", { thread }),
  aether_discuss: await call("aether_discuss", { from_project: "backend", to_project: "frontend", topic: "ids" }),
  aether_transcript: await call("aether_transcript", { thread }),
  aether_control: await call("aether_control", { thread, action: "terminate" }),
};
const got = {
  who: await get("who", {}),
  poll: await get("poll", { thread }),
  transcript: await get("transcript", { thread }),
  ask: await get("ask", { to: "backend", question: "Which id?" }),
  discuss: await get("discuss", { from_project: "backend", to_project: "frontend", topic: "ids" }),
  stop: await get("stop", { thread }),
};
const completed = (
  await client.complete({ ref: { type: "ref/prompt", name: "ask" }, argument: { name: "to", value: "b" } })
).completion.values;
await client.close();
console.log(JSON.stringify({ server: client.getServerVersion(), tools, prompts, called, got, completed, progress }));
