-- Says how deliveries ended. "Sent" counts whoever says so; the rest only from the owner of the shard.
-- KEYS of a shard: lease, outbox, delayed, dead. ARGV: member, groups; of a group: lease token, deliveries;
-- of a delivery: how it ended, position, conversation and number, body (of a delay or of a dead letter).
-- Answers 1 for each delivery that was still there.
local next = 2
local function take() next = next + 1; return ARGV[next] end
local answer = {}
for group = 0, tonumber(ARGV[2]) - 1 do
  local lease, outbox, delayed, dead = unpack(KEYS, group * 4 + 1, group * 4 + 4)
  local token, count = take(), tonumber(take())
  local isOurs
  for _ = 1, count do
    local ended, position, name, body = take(), take(), take(), take()
    local id, result = '0-' .. position, 0
    if ended == 'sent' then
      result = redis.call('XDEL', outbox, id)
    else
      if isOurs == nil then
        local holder = redis.call('HMGET', lease, 'owner', 'token')
        isOurs = holder[1] == ARGV[1] and holder[2] == token
      end
      if isOurs and ended == 'retry' and #redis.call('XRANGE', outbox, id, id) == 1 then
        redis.call('HSET', delayed, position, body)
        result = 1
      elseif isOurs and ended == 'dead' and redis.call('XDEL', outbox, id) == 1 then
        redis.call('HSET', dead, name, body)
        result = 1
      end
    end
    if result == 1 and ended ~= 'retry' then redis.call('HDEL', delayed, position) end
    answer[#answer + 1] = result
  end
end
return answer
