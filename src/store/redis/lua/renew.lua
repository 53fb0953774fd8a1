-- Prolongs the lease of a shard, also one that is overdue and that nobody took.
-- KEYS: lease, inbox, outbox. ARGV: member, token, until.
-- Answers the last position in the inbox and in the outbox (0: empty); nothing when the shard belongs to another.
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return {} end
redis.call('HSET', KEYS[1], 'until', ARGV[3])
local function last(stream)
  local entry = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
  return entry and tonumber(string.sub(entry[1], 3)) or 0
end
return { last(KEYS[2]), last(KEYS[3]) }
