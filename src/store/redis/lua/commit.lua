-- Applies turns, each wholly or not at all: the first write decides, and nothing after it can be refused.
-- KEYS of a shard: lease, inbox, records, outbox, replies, dead, timers, payloads, cases, counters.
-- ARGV: member, channel that tells of replies, groups; of a group: lease token, turns; of a turn: position,
-- conversation, record, then lists, each after its length: erased reply numbers, erased case ids, erased timers, replies (number to
-- keep it under or '', body), timers (name, at or '', payload or ''), cases (id, body), counters.
-- Answers for each turn the position of its first reply (0 when it has none), -1 when the input is processed
-- already, -2 when the shard belongs to another.
local next = 3
local function take() next = next + 1; return ARGV[next] end
local function each(width, work)
  for _ = 1, tonumber(take()) do
    if width == 1 then work(take()) elseif width == 2 then work(take(), take()) else work(take(), take(), take()) end
  end
end
local answer = {}
for group = 0, tonumber(ARGV[3]) - 1 do
  local lease, inbox, records, outbox, replies, dead, timers, payloads, cases, counters =
    unpack(KEYS, group * 10 + 1, group * 10 + 10)
  local holder = redis.call('HMGET', lease, 'owner', 'token')
  local token, count = take(), tonumber(take())
  local isOurs = holder[1] == ARGV[1] and holder[2] == token
  for _ = 1, count do
    local position, conversation, record = take(), take(), take()
    local result = 0
    if not isOurs then result = -2
    elseif redis.call('XDEL', inbox, '0-' .. position) == 0 then result = -1 end
    local isOn = result == 0
    if isOn then redis.call('HSET', records, conversation, record) end
    local prefix, isErasing = conversation .. '\0', false
    each(1, function(number)
      isErasing = true
      if isOn then redis.call('HDEL', replies, prefix .. number); redis.call('HDEL', dead, prefix .. number) end
    end)
    each(1, function(id) if isOn then redis.call('HDEL', cases, id) end end)
    each(1, function(name)
      if isOn then redis.call('ZREM', timers, prefix .. name); redis.call('HDEL', payloads, prefix .. name) end
    end)
    if isOn and isErasing then
      -- Rare, and the outbox holds only what is not delivered yet.
      for _, entry in ipairs(redis.call('XRANGE', outbox, '-', '+')) do
        if entry[2][2] == conversation then redis.call('XDEL', outbox, entry[1]) end
      end
    end
    local isTold = false
    each(2, function(number, body)
      if not isOn then return end
      local id = redis.call('XADD', outbox, '0-*', 'c', conversation, 'b', body)
      if result == 0 then result = tonumber(string.sub(id, 3)) end
      if number ~= '' then isTold = true; redis.call('HSET', replies, prefix .. number, body) end
    end)
    each(3, function(name, at, payload)
      if not isOn then return end
      if at == '' then redis.call('ZREM', timers, prefix .. name) else redis.call('ZADD', timers, at, prefix .. name) end
      if payload == '' then redis.call('HDEL', payloads, prefix .. name) else redis.call('HSET', payloads, prefix .. name, payload) end
    end)
    each(2, function(id, body) if isOn then redis.call('HSET', cases, id, body) end end)
    each(1, function(name) if isOn then redis.call('HINCRBY', counters, name, 1) end end)
    if isTold then redis.call('PUBLISH', ARGV[2], ARGV[1] .. ' ' .. conversation) end
    answer[#answer + 1] = result
  end
end
return answer
