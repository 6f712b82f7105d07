-- Calls of one tool, for wrk. BODY is a JSON-RPC message, KEY is the API key, if any. An amount of 1000000 in it is
-- counted up from START, so that no payment equals another.
local before, after
local amount = tonumber(os.getenv("START"))

function init(args)
  local headers = {
    ["Content-Type"] = "application/json",
    ["Accept"] = "application/json, text/event-stream",
    ["MCP-Protocol-Version"] = "2025-11-25",
  }
  if os.getenv("KEY") then
    headers["Authorization"] = "Bearer " .. os.getenv("KEY")
  end
  local request = wrk.format("POST", nil, headers, os.getenv("BODY"))
  before, after = request:match("^(.*)1000000(.*)$")
  before, after = before or request, after
end

function request()
  if not after then
    return before
  end
  amount = amount + 1
  return before .. amount .. after
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'JSON {"rate":%f,"p50":%f,"p99":%f,"errors":%d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
