-- Turns due timers of a shard into inputs: gone as a timer and there as an input in the same step.
-- KEYS: lease, inbox, timers, payloads. ARGV: member, lease token, now, order of the first, limit.
-- Answers when the next one rings ('' for none), then position and body of each input; nothing when the shard
-- belongs to another.
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return {} end
local answer = { '' }
local due = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[3], 'WITHSCORES', 'LIMIT', 0, ARGV[5])
for index = 1, #due, 2 do
  local member, at = due[index], due[index + 1]
  local cut = string.find(member, '\0', 1, true)
  local conversation, name = string.sub(member, 1, cut - 1), string.sub(member, cut + 1)
  local payload = redis.call('HGET', KEYS[4], member)
  local input = '{"type":"timer","name":' .. cjson.encode(name)
  if payload then input = input .. ',"payload":' .. payload end
  local order = string.format('%.0f', tonumber(ARGV[4]) + index)
  local body = '[' .. cjson.encode(conversation) .. ',' .. cjson.encode('timer:' .. name .. ':' .. at)
    .. ',' .. ARGV[3] .. ',' .. order .. ',' .. input .. '}]'
  answer[#answer + 1] = string.sub(redis.call('XADD', KEYS[2], '0-*', 'b', body), 3)
  answer[#answer + 1] = body
  redis.call('ZREM', KEYS[3], member)
  redis.call('HDEL', KEYS[4], member)
end
local first = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
if first[2] then answer[1] = first[2] end
return answer
