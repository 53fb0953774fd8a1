-- Says how deliveries ended. "Sent" counts whoever says so; the rest only from the owner of the shard.
-- KEYS of a shard: lease, outbox, delayed, dead. ARGV: member, groups; of a group: lease token, deliveries;
-- of a delivery: how it ended, position, conversation and number, body (of a delay or of a dead letter), 1 when it
-- was put off before.
-- Answers 1 for each delivery that was still there.
local call, ARGV, KEYS = redis.call, ARGV, KEYS
local answer, n, a = {}, 0, 3
for k = 1, tonumber(ARGV[2]) * 4, 4 do
  local token, stop, isOurs = ARGV[a], a + 2 + 5 * tonumber(ARGV[a + 1]), nil
  a = a + 2
  while a < stop do
    local ended, position = ARGV[a], ARGV[a + 1]
    local id, result = '0-' .. position, 0
    if ended == 'sent' then
      result = call('XDEL', KEYS[k + 1], id)
    else
      if isOurs == nil then
        local holder = call('HMGET', KEYS[k], 'owner', 'token')
        isOurs = holder[1] == ARGV[1] and holder[2] == token
      end
      if isOurs and ended == 'retry' and #call('XRANGE', KEYS[k + 1], id, id) == 1 then
        call('HSET', KEYS[k + 2], position, ARGV[a + 3])
        result = 1
      elseif isOurs and ended == 'dead' and call('XDEL', KEYS[k + 1], id) == 1 then
        call('HSET', KEYS[k + 3], ARGV[a + 2], ARGV[a + 3])
        result = 1
      end
    end
    if ended ~= 'retry' and ARGV[a + 4] == '1' then call('HDEL', KEYS[k + 2], position) end
    n = n + 1
    answer[n] = result
    a = a + 5
  end
end
return answer
