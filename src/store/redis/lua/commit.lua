-- Applies turns, each wholly or not at all: taking the input out of the inbox, or its id into those seen, decides, and
-- nothing after it can be refused.
-- Replies that were sent are taken out on the same way.
-- KEYS of a shard, as many as its pieces need: outbox alone where there is nothing but replies that were sent; or lease,
-- inbox, seen, records, outbox, timers; then replies, dead, payloads, counters; then those of cases.lua.
-- ARGV: member, channel that tells of replies, groups; of a group: number of its keys, lease token, pieces; of a reply that
-- was sent: its id in the outbox; of a turn: position of the input,
-- or, for one that is accepted in the same step, '=' ('+' when the conversation is thought to be new) and the last position
-- that its owner knows, its id among those seen, received at; then conversation, record, how many replies, their bodies, and
-- of each change: what it is and three details ('' where it has fewer). Erasing comes first. Where there are changes or the
-- replies are kept, it is 'replies,changes,number of the first reply' ('' when they are not kept) instead of how many replies.
-- Each argument takes Redis as long as a small command within the script: hence no more of them than that.
-- Answers for each turn the position of its first reply (0 when it has none), -1 when the input was processed or seen
-- before, -2 when the shard belongs to another, -3 when the inbox has inputs that its owner does not know; the record
-- of a conversation that is not new, with nothing changed; 0 for a reply that was sent. As answers.ts reads them.
local call, ARGV, KEYS = redis.call, ARGV, KEYS
local sub, format, byte, match = string.sub, string.format, string.byte, string.match

-- What turns seldom do, but for the timer.
local function change(k, conversation, what, x, y, z)
  if what == 'bare timer' then
    call('ZADD', KEYS[k + 5], y, conversation .. '\0' .. x)
  elseif what == 'count' then
    call('HINCRBY', KEYS[k + 9], x, 1)
  elseif what == 'timer' then
    local name = conversation .. '\0' .. x
    call('ZADD', KEYS[k + 5], y, name)
    if z == '' then call('HDEL', KEYS[k + 8], name) else call('HSET', KEYS[k + 8], name, z) end
  elseif what == 'no timer' then
    local name = conversation .. '\0' .. x
    call('ZREM', KEYS[k + 5], name)
    call('HDEL', KEYS[k + 8], name)
  elseif what == 'case' then
    changeCase(k + 10, conversation, x, y)
  elseif what == 'no replies' then
    for number = tonumber(x), tonumber(y) do
      call('HDEL', KEYS[k + 6], conversation .. '\0' .. number)
      call('HDEL', KEYS[k + 7], conversation .. '\0' .. number)
    end
    -- The outbox holds only what is not delivered yet. What this turn says is behind it.
    for _, entry in ipairs(call('XRANGE', KEYS[k + 4], '-', '(0-' .. z)) do
      if entry[2][2] == conversation then call('XDEL', KEYS[k + 4], entry[1]) end
    end
  end
end

local function lastIn(inbox)
  if call('XLEN', inbox) == 0 then return 0 end
  return tonumber(sub(call('XREVRANGE', inbox, '+', '-', 'COUNT', 1)[1][1], 3))
end

local function isOwner(lease, token)
  local holder = call('HMGET', lease, 'owner', 'token')
  return holder[1] == ARGV[1] and holder[2] == token
end

local answer, n, texts, a, k = {}, 0, { '' }, 4, 1
for _ = 1, tonumber(ARGV[3]) do
  local keys, token, pieces = tonumber(ARGV[a]), ARGV[a + 1], tonumber(ARGV[a + 2])
  local outbox, isOurs, last = KEYS[keys == 1 and k or k + 4], nil, nil
  local sent, gone = {}, 0
  a = a + 3
  for _ = 1, pieces do
    local result, position = 0, ARGV[a]
    local mark, second = byte(position, 1, 2)
    if second == 45 then
      gone = gone + 1
      sent[gone] = position
      a = a + 1
    else
      if isOurs == nil then isOurs = isOwner(KEYS[k], token) end
      if mark == 61 or mark == 43 then
        if isOurs and last == nil then last = lastIn(KEYS[k + 1]) end
        local known = mark == 43 and call('HGET', KEYS[k + 3], ARGV[a + 3])
        if not isOurs then
          result = -2
        elseif last > 0 and last > tonumber(sub(position, 2)) then
          result = -3
        elseif known then
          texts[#texts + 1] = known
          result = '='
        elseif call('HSET', KEYS[k + 2], ARGV[a + 1], ARGV[a + 2]) == 0 then
          result = -1
        end
        a = a + 3
      else
        if not isOurs then
          result = -2
        elseif call('XDEL', KEYS[k + 1], '0-' .. position) == 0 then
          result = -1
        end
        a = a + 1
      end
      local conversation, replies, more, number = ARGV[a], tonumber(ARGV[a + 2]), 0, ''
      if not replies then
        replies, more, number = match(ARGV[a + 2], '^(%d+),(%d+),(%d*)$')
      end
      local first, changes = a + 3, a + 3 + replies
      local stop = changes + 4 * more
      if result == 0 then
        call('HSET', KEYS[k + 3], conversation, ARGV[a + 1])
        for index = first, changes - 1 do
          local id = call('XADD', outbox, '0-*', 'c', conversation, 'b', ARGV[index])
          if index == first then result = sub(id, 3) end
        end
        for index = changes, stop - 1, 4 do
          local z = ARGV[index + 3]
          if ARGV[index] == 'no replies' then z = result ~= 0 and result or '18446744073709551615' end
          change(k, conversation, ARGV[index], ARGV[index + 1], ARGV[index + 2], z)
        end
        if number ~= '' and changes > first then
          for index = first, changes - 1 do
            call('HSET', KEYS[k + 6], conversation .. '\0' .. format('%d', number + index - first), ARGV[index])
          end
          call('PUBLISH', ARGV[2], ARGV[1] .. ' ' .. conversation)
        end
      end
      a = stop
    end
    n = n + 1
    answer[n] = result
  end
  if gone > 0 then call('XDEL', outbox, unpack(sent)) end
  k = k + keys
end
texts[1] = table.concat(answer, ' ')
return texts
