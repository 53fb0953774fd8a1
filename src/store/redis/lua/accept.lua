-- Makes inputs durable, each once; several shards in one call where one server holds them all.
-- KEYS of a shard: lease, inbox, seen, records. ARGV: member, wake channel, groups; of a group: shard, inputs;
-- of an input: conversation, its id among those seen, received at, body.
-- Answers each input's position, below 0 when the conversation is new; 0 for one seen before. As answers.ts reads them.
local call, ARGV, KEYS = redis.call, ARGV, KEYS
local answer, n, a = {}, 0, 4
for k = 1, tonumber(ARGV[3]) * 4, 4 do
  local inbox, seen, records = KEYS[k + 1], KEYS[k + 2], KEYS[k + 3]
  local shard, stop, isNew = ARGV[a], a + 2 + 4 * tonumber(ARGV[a + 1]), false
  a = a + 2
  while a < stop do
    local position = '0'
    if call('HSET', seen, ARGV[a + 1], ARGV[a + 2]) == 1 then
      -- Milliseconds fixed at 0 make the stream count 1, 2, 3: a gap shows what another process wrote.
      position = string.sub(call('XADD', inbox, '0-*', 'b', ARGV[a + 3]), 3)
      if call('HSETNX', records, ARGV[a], '') == 1 then position = '-' .. position end
      isNew = true
    end
    n = n + 1
    answer[n] = position
    a = a + 4
  end
  if isNew then
    local owner = call('HGET', KEYS[k], 'owner')
    if owner and owner ~= '' and owner ~= ARGV[1] then call('PUBLISH', ARGV[2] .. owner, shard) end
  end
end
return { table.concat(answer, ' ') }
