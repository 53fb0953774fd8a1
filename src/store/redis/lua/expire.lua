-- Forgets what is old of some conversations of a shard.
-- KEYS: lease, records, replies, dead, timers. ARGV: member, token, replies made before, conversations; of each: name,
-- record as it was read, first and last reply to look at, record without its session (or '' to keep the session), 1 when
-- it has a session, the number of its cases, names of timers after their number.
-- Answers the number of replies and sessions dropped; nothing when the shard belongs to another.
local next = 4
local function take() next = next + 1; return ARGV[next] end
local function list()
  local items = {}
  for index = 1, tonumber(take()) do items[index] = take() end
  return items
end
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return {} end
local before, dropped = tonumber(ARGV[3]), 0

-- Bodies begin with the time they were made: `[1795312800000,…`.
local function isOld(body) return tonumber(string.match(body, '^%[(%d+)')) < before end

for _ = 1, tonumber(ARGV[4]) do
  local name, record, first, last, without = take(), take(), tonumber(take()), tonumber(take()), take()
  local hasSession, hasCases, timers = take() == '1', take() ~= '0', list()
  -- Somebody else's turn came between reading and now: another day.
  if redis.call('HGET', KEYS[2], name) == record then
    local kept = first
    while kept <= last do
      local field = name .. '\0' .. kept
      local body, dead = redis.call('HGET', KEYS[3], field), redis.call('HGET', KEYS[4], field)
      if (body and not isOld(body)) or (dead and not isOld(dead)) then break end
      if body or dead then dropped = dropped + 1 end
      redis.call('HDEL', KEYS[3], field)
      redis.call('HDEL', KEYS[4], field)
      kept = kept + 1
    end
    local isForgotten = without ~= ''
    for _, timer in ipairs(timers) do
      if redis.call('ZSCORE', KEYS[5], name .. '\0' .. timer) then isForgotten = false end
    end
    if isForgotten then
      if hasSession then dropped = dropped + 1 end
      record = without
    end
    local total = tonumber(string.match(record, '^1%d+,(%d+);'))
    if isForgotten and not hasCases and (not total or kept > total) then
      redis.call('HDEL', KEYS[2], name)
    elseif total then
      redis.call('HSET', KEYS[2], name, (string.gsub(record, '^1%d+', '1' .. string.format('%d', kept), 1)))
    end
  end
end
return { dropped }
