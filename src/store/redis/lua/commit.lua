-- Applies turns, each wholly or not at all: taking the input out decides, and nothing after it can be refused.
-- KEYS of a shard: lease, inbox, records, outbox, replies, dead, timers, payloads, counters; where a turn of the call
-- changes cases, then those of cases.lua.
-- ARGV: member, channel that tells of replies, groups; of a group: lease token, turns; of a turn: position,
-- conversation, record, number of the first reply ('' when they are not kept), replies, their bodies, changes, and
-- of each change: what it is and three details ('' where it has fewer). Erasing comes before the rest.
-- Answers for each turn the position of its first reply (0 when it has none), -1 when the input is processed
-- already, -2 when the shard belongs to another.
local call, ARGV, KEYS = redis.call, ARGV, KEYS

-- What turns seldom do.
local function change(k, conversation, what, x, y, z)
  local name = conversation .. '\0' .. x
  if what == 'count' then
    call('HINCRBY', KEYS[k + 8], x, 1)
  elseif what == 'timer' then
    call('ZADD', KEYS[k + 6], y, name)
    if z == '' then call('HDEL', KEYS[k + 7], name) else call('HSET', KEYS[k + 7], name, z) end
  elseif what == 'no timer' then
    call('ZREM', KEYS[k + 6], name)
    call('HDEL', KEYS[k + 7], name)
  elseif what == 'case' then
    changeCase(k + 9, conversation, x, y)
  elseif what == 'no replies' then
    for number = tonumber(x), tonumber(y) do
      call('HDEL', KEYS[k + 4], conversation .. '\0' .. number)
      call('HDEL', KEYS[k + 5], conversation .. '\0' .. number)
    end
    -- The outbox holds only what is not delivered yet. What this turn says is behind it.
    for _, entry in ipairs(call('XRANGE', KEYS[k + 3], '-', '(0-' .. z)) do
      if entry[2][2] == conversation then call('XDEL', KEYS[k + 3], entry[1]) end
    end
  end
end

local answer, n, a = {}, 0, 4
for k = 1, #KEYS, #KEYS / tonumber(ARGV[3]) do
  local holder = call('HMGET', KEYS[k], 'owner', 'token')
  local isOurs = holder[1] == ARGV[1] and holder[2] == ARGV[a]
  local turns = tonumber(ARGV[a + 1])
  a = a + 2
  for _ = 1, turns do
    local conversation, number, replies = ARGV[a + 1], ARGV[a + 3], tonumber(ARGV[a + 4])
    local first, changes = a + 5, a + 5 + replies
    local result, stop = 0, changes + 4 * tonumber(ARGV[changes])
    if not isOurs then
      result = -2
    elseif call('XDEL', KEYS[k + 1], '0-' .. ARGV[a]) == 0 then
      result = -1
    else
      call('HSET', KEYS[k + 2], conversation, ARGV[a + 2])
      for index = first, changes - 1 do
        local id = call('XADD', KEYS[k + 3], '0-*', 'c', conversation, 'b', ARGV[index])
        if index == first then result = tonumber(string.sub(id, 3)) end
      end
      for index = changes + 1, stop, 4 do
        local z = ARGV[index + 3]
        if ARGV[index] == 'no replies' then z = result > 0 and string.format('%.0f', result) or '18446744073709551615' end
        change(k, conversation, ARGV[index], ARGV[index + 1], ARGV[index + 2], z)
      end
      if number ~= '' and replies > 0 then
        for index = first, changes - 1 do
          call('HSET', KEYS[k + 4], conversation .. '\0' .. string.format('%d', number + index - first), ARGV[index])
        end
        call('PUBLISH', ARGV[2], ARGV[1] .. ' ' .. conversation)
      end
    end
    n = n + 1
    answer[n] = result
    a = stop + 1
  end
end
return answer
