-- Says how deliveries ended that did not just succeed. "Sent" counts whoever says so; the rest only from the owner of the shard.
-- KEYS of a shard: lease, outbox, delayed, dead. ARGV: member, groups; of a group: lease token, deliveries; of a delivery:
-- how it ended, position, conversation and number, body (of a delay or of a dead letter), 1 when it was put off before.
local call, ARGV, KEYS = redis.call, ARGV, KEYS
local a = 3
for k = 1, tonumber(ARGV[2]) * 4, 4 do
  local token, isOurs = ARGV[a], nil
  local deliveries = tonumber(ARGV[a + 1])
  a = a + 2
  for _ = 1, deliveries do
    local ended, position = ARGV[a], ARGV[a + 1]
    local id = '0-' .. position
    if ended == 'sent' then
      call('XDEL', KEYS[k + 1], id)
    else
      if isOurs == nil then
        local holder = call('HMGET', KEYS[k], 'owner', 'token')
        isOurs = holder[1] == ARGV[1] and holder[2] == token
      end
      if isOurs and ended == 'retry' and #call('XRANGE', KEYS[k + 1], id, id) == 1 then
        call('HSET', KEYS[k + 2], position, ARGV[a + 3])
      elseif isOurs and ended == 'dead' and call('XDEL', KEYS[k + 1], id) == 1 then
        call('HSET', KEYS[k + 3], ARGV[a + 2], ARGV[a + 3])
      end
    end
    if ended ~= 'retry' and ARGV[a + 4] == '1' then call('HDEL', KEYS[k + 2], position) end
    a = a + 5
  end
end
return {}
