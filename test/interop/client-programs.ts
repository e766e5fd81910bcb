/**
 * One program per client: each calls a tool at each `URL#tool` among its arguments, and prints a line of what came
 * back, or of what went wrong.
 */
const CALL = `
const call = tool => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } });
const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
async function each(post) {
  for (const target of process.argv.slice(2)) {
    const [url, tool] = target.split('#');
    const line = await post(url, tool).catch(error => 'ERROR ' + [error, error.cause].filter(Boolean).join(' '));
    console.log(String(line).replaceAll('\\n', ' '));
  }
  process.exit(0);
}
`;

const REQUEST = (agent: string) => `
import http from 'node:http';
import https from 'node:https';
${CALL}
each((url, tool) => new Promise((resolve, reject) => {
  const module = url.startsWith('https') ? https : http;
  const request = module.request(url, { method: 'POST', headers${agent} }, async response => {
    let text = '';
    for await (const chunk of response) text += chunk;
    resolve(text);
  });
  request.on('error', reject).end(call(tool));
}));
`;

const SDK = (module: string, options: string) => `
import { Client } from '${module}/client/index.js';
import { StreamableHTTPClientTransport } from '${module}/client/streamableHttp.js';
${CALL}
each(async (url, tool) => {
  const client = new Client({ name: 'interop', version: '1' }${options});
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const result = await client.callTool({ name: tool, arguments: {} });
  await client.close();
  return JSON.stringify(result);
});
`;

const SDK2 = SDK('@modelcontextprotocol/client', ", { versionNegotiation: { mode: 'auto' } }")
  .replace('@modelcontextprotocol/client/client/index.js', '@modelcontextprotocol/client')
  .replace('@modelcontextprotocol/client/client/streamableHttp.js', '@modelcontextprotocol/client');

/** ES modules, run by each Node. */
export const NODE_PROGRAMS: Readonly<Record<string, string>> = {
  fetch: `${CALL}each((url, tool) => fetch(url, { method: 'POST', headers, body: call(tool) }).then(r => r.text()));`,
  'http(s).request': REQUEST(''),
  'http(s).request, own Agent': REQUEST(', agent: new module.Agent({ keepAlive: true })'),
  'npm undici': `import { request } from 'undici';${CALL}each((url, tool) => request(url, { method: 'POST', headers, body: call(tool) }).then(r => r.body.text()));`,
  axios: `import axios from 'axios';${CALL}each((url, tool) => axios.post(url, call(tool), { headers, responseType: 'text' }).then(r => r.data));`,
  got: `import got from 'got';${CALL}each((url, tool) => got.post(url, { headers, body: call(tool), retry: { limit: 0 } }).text());`,
  'MCP SDK 1': SDK('@modelcontextprotocol/sdk', ''),
  'MCP SDK 2': SDK2,
};

const PYTHON = (imports: string, post: string) => `
import json, sys
${imports}
headers = {'content-type': 'application/json', 'accept': 'application/json, text/event-stream'}
def body(tool):
    return json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call', 'params': {'name': tool, 'arguments': {}}})
${post}
for target in sys.argv[1:]:
    url, tool = target.split('#')
    try:
        print(post(url, tool).replace('\\n', ' '), flush=True)
    except BaseException as error:
        print('ERROR', repr(error)[:300].replace('\\n', ' '), flush=True)
`;

export const PYTHON_PROGRAMS: Readonly<Record<string, string>> = {
  urllib: PYTHON(
    'import urllib.request',
    `def post(url, tool):
    request = urllib.request.Request(url, body(tool).encode(), headers)
    return urllib.request.urlopen(request).read().decode()`,
  ),
  requests: PYTHON(
    'import requests',
    'def post(url, tool):\n    return requests.post(url, body(tool), headers=headers).text',
  ),
  httpx: PYTHON(
    'import httpx',
    'def post(url, tool):\n    return httpx.post(url, content=body(tool), headers=headers).text',
  ),
  aiohttp: PYTHON(
    'import aiohttp, asyncio',
    `async def send(url, tool):
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=body(tool), headers=headers) as response:
            return await response.text()
def post(url, tool):
    return asyncio.run(send(url, tool))`,
  ),
  mcp: PYTHON(
    'import asyncio\nfrom mcp import Client',
    `async def send(url, tool):
    async with Client(url) as client:
        return str(await client.call_tool(tool, {}))
def post(url, tool):
    return asyncio.run(send(url, tool))`,
  ),
};

export const GO_PROGRAM = `package main

import ("fmt"; "io"; "net/http"; "os"; "strings")

func main() {
	for _, target := range os.Args[1:] {
		parts := strings.Split(target, "#")
		body := "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"method\\":\\"tools/call\\",\\"params\\":{\\"name\\":\\"" + parts[1] + "\\",\\"arguments\\":{}}}"
		request, _ := http.NewRequest("POST", parts[0], strings.NewReader(body))
		request.Header.Set("content-type", "application/json")
		request.Header.Set("accept", "application/json, text/event-stream")
		response, err := http.DefaultClient.Do(request)
		if err != nil { fmt.Println("ERROR", err); continue }
		text, _ := io.ReadAll(response.Body)
		fmt.Println(strings.ReplaceAll(string(text), "\\n", " "))
	}
}
`;

/** @param client how the program makes its HttpClient */
const JAVA = (name: string, client: string) => `
import java.net.*;
import java.net.http.*;

public class ${name} {
  public static void main(String[] targets) {
    for (String target : targets) {
      String[] parts = target.split("#");
      String body = "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"method\\":\\"tools/call\\",\\"params\\":{\\"name\\":\\"" + parts[1] + "\\",\\"arguments\\":{}}}";
      try {
        HttpRequest request = HttpRequest.newBuilder(URI.create(parts[0])).header("content-type", "application/json")
          .header("accept", "application/json, text/event-stream").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> response = ${client}.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 407) throw new Exception("HTTP 407");
        System.out.println(response.body().replace("\\n", " "));
      } catch (Exception error) { System.out.println("ERROR " + error); }
    }
  }
}
`;

const AUTHENTICATED = `HttpClient.newBuilder().authenticator(new Authenticator() {
          protected PasswordAuthentication getPasswordAuthentication() {
            String[] own = URI.create(System.getenv("TF_PROXY")).getUserInfo().split(":");
            return new PasswordAuthentication(own[0], own[1].toCharArray());
          }
        }).build()`;

export const JAVA_PROGRAMS = {
  Call: JAVA('Call', 'HttpClient.newHttpClient()'),
  CallAuthenticated: JAVA('CallAuthenticated', AUTHENTICATED),
};

export const SHELL_PROGRAMS: Readonly<Record<string, string>> = {
  curl: `for target; do
  tool=\${target#*#}
  curl -sS -m 20 -H 'content-type: application/json' -H 'accept: application/json, text/event-stream' \\
    -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"'$tool'","arguments":{}}}' "\${target%#*}" 2>&1 | tr '\\n' ' '
  echo
done`,
  wget: `for target; do
  tool=\${target#*#}
  wget -q -T 20 -t 1 -O - --header 'content-type: application/json' --header 'accept: application/json, text/event-stream' \\
    --post-data '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"'$tool'","arguments":{}}}' "\${target%#*}" 2>&1 | tr '\\n' ' '
  echo
done`,
};
