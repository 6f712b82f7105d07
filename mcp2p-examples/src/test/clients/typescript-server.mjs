// The two tools of BareServer on the official TypeScript SDK, stateless over HTTP: for bench/http.py.
import http from 'node:http'
import { McpServer } from '@modelcontextprotocol/server'
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node'
import { z } from 'zod'

const statusInput = z.strictObject({ trackingKey: z.string().regex(/^[A-Za-z0-9]+$/) })
const statusOutput = z.object({
  trackingKey: z.string(),
  status: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  updatedAt: z.string(),
})
const sendInput = z.strictObject({
  clabe: z.string().regex(/^[0-9]{18}$/),
  amount: z.number().int().positive(),
  concept: z.string().max(40),
  recipientName: z.string().max(40),
})
const sendOutput = z.object({ status: z.string() })

const answer = data => ({ content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data })

function server() {
  const made = new McpServer({ name: 'typescript', version: '1' })
  made.registerTool(
    'spei_check_status',
    { description: 'Status of a SPEI transfer', inputSchema: statusInput, outputSchema: statusOutput },
    async ({ trackingKey }) =>
      answer({ trackingKey, status: 'settled', amount: 50000, currency: 'MXN', updatedAt: '2024-01-26T14:57:52Z' }),
  )
  made.registerTool(
    'spei_send_payment',
    { description: 'Send a SPEI payment', inputSchema: sendInput, outputSchema: sendOutput },
    async () => answer({ status: '2fa_required' }),
  )
  return made
}

// As its documents have it for a server without sessions: a server and a transport for each request.
const listening = http.createServer(async (request, response) => {
  const made = server()
  const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true })
  response.on('close', () => {
    transport.close()
    made.close()
  })
  await made.connect(transport)
  await transport.handleRequest(request, response)
})
listening.listen(0, '127.0.0.1', () => console.error(`listening on http://127.0.0.1:${listening.address().port}/mcp`))
