-- Makes inputs durable, each once; several shards in one call where one server holds them all.
-- KEYS of a shard: lease, inbox, seen, records. ARGV: member, wake channel, groups; of a group: shard, inputs;
-- of an input: conversation, its id among those seen, received at, body.
-- Answers each input's position, 0 for one seen before.
local next = 3
local function take() next = next + 1; return ARGV[next] end
local answer = {}
for group = 0, tonumber(ARGV[3]) - 1 do
  local lease, inbox, seen, records = unpack(KEYS, group * 4 + 1, group * 4 + 4)
  local shard, count, isNew = take(), tonumber(take()), false
  for _ = 1, count do
    local conversation, id, at, body = take(), take(), take(), take()
    local position = 0
    if redis.call('ZADD', seen, 'NX', at, id) == 1 then
      -- Milliseconds fixed at 0 make the stream count 1, 2, 3: a gap shows what another process wrote.
      position = tonumber(string.sub(redis.call('XADD', inbox, '0-*', 'b', body), 3))
      redis.call('HSETNX', records, conversation, '')
      isNew = true
    end
    answer[#answer + 1] = position
  end
  if isNew then
    local owner = redis.call('HGET', lease, 'owner')
    if owner and owner ~= '' and owner ~= ARGV[1] then redis.call('PUBLISH', ARGV[2] .. owner, shard) end
  end
end
return answer
