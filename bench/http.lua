-- Calls of one tool, for wrk. BODIES names a file with one JSON-RPC message a line, KEY is the API key, if any.
local requests, next = {}, 0

function init(args)
  local headers = {
    ["Content-Type"] = "application/json",
    ["Accept"] = "application/json, text/event-stream",
    ["MCP-Protocol-Version"] = "2025-11-25",
  }
  if os.getenv("KEY") then
    headers["Authorization"] = "Bearer " .. os.getenv("KEY")
  end
  for body in io.lines(os.getenv("BODIES")) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'JSON {"rate":%f,"p50":%f,"p99":%f,"errors":%d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
