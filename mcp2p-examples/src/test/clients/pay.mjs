// Lists the tools, and pays for a lunch, with the official TypeScript client; prints what it was told.
// usage: pay.mjs v1|v2 http URL KEY | pay.mjs v1|v2 stdio COMMAND ARGUMENT...
const [version, how, ...where] = process.argv.slice(2)
const packages = {
  v1: {
    client: '@modelcontextprotocol/sdk/client/index.js',
    http: '@modelcontextprotocol/sdk/client/streamableHttp.js',
    stdio: '@modelcontextprotocol/sdk/client/stdio.js',
  },
  v2: {
    client: '@modelcontextprotocol/client',
    http: '@modelcontextprotocol/client',
    stdio: '@modelcontextprotocol/client/stdio',
  },
}[version]

const { Client } = await import(packages.client)
const transports = await import(packages[how])

const told = { errors: [], requests: [] }
let answered
const stream = new Promise(resolve => (answered = resolve))
const noting = async (url, init) => {
  const answer = await fetch(url, init)
  told.requests.push(`${init.method} ${answer.status}`)
  if (init.method === 'GET') answered()
  return answer
}
const transport =
  how === 'http'
    ? new transports.StreamableHTTPClientTransport(new URL(where[0]), {
        requestInit: { headers: { Authorization: `Bearer ${where[1]}` } },
        fetch: noting,
      })
    : new transports.StdioClientTransport({ command: where[0], args: where.slice(1), stderr: 'ignore' })

const client = new Client({ name: 'pay', version: '1' })
client.onerror = error => told.errors.push(String(error))
await client.connect(transport)

const lunch = { clabe: '014027000005555558', amount: 25000, concept: 'Comida', recipientName: 'Ana Ramírez' }
const call = more => client.callTool({ name: 'spei_send_payment', arguments: { ...lunch, ...more } })

told.server = client.getServerVersion().name
told.session = transport.sessionId !== undefined
told.tools = (await client.listTools()).tools.map(it => it.name)
told.refused = await call({ amount: 0 })
told.asked = await call({})
told.paid = await call({ verificationCode: '424242' })
if (told.session) {
  await stream
  await transport.terminateSession()
}
console.log(JSON.stringify(told))
await client.close()
