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
const transport =
  how === 'http'
    ? new transports.StreamableHTTPClientTransport(new URL(where[0]), {
        requestInit: { headers: { Authorization: `Bearer ${where[1]}` } },
      })
    : new transports.StdioClientTransport({ command: where[0], args: where.slice(1), stderr: 'ignore' })

const client = new Client({ name: 'pay', version: '1' })
await client.connect(transport)

const lunch = { clabe: '014027000005555558', amount: 25000, concept: 'Comida', recipientName: 'Ana Ramírez' }
const call = more => client.callTool({ name: 'spei_send_payment', arguments: { ...lunch, ...more } })

const told = { server: client.getServerVersion().name }
told.tools = (await client.listTools()).tools.map(it => it.name)
told.refused = await call({ amount: 0 })
told.asked = await call({})
told.paid = await call({ verificationCode: '424242' })
console.log(JSON.stringify(told))
await client.close()
