-- What happens to a case, for the scripts that change one; it stands before them.
-- A case is written as JSON, its fields being JSON themselves: Lua cannot tell an empty list from an empty map.
-- KEYS from k on: cases, log, those open, those opened, those by desk, those changed, those ended (cases.ts says more).
-- `does`: JSON with at, set (fields), drop (names), log (entries), tell (channel or ''); and with `private` (names), it
-- reduces the case to what statistics need. Answers 1 when there was such a case.
local function changeCase(k, conversation, id, does)
  local call, its = redis.call, cjson.decode(does)
  local text = call('HGET', KEYS[k], id)
  local isRead, one = pcall(cjson.decode, text or '{"lastEntry":"0"}')
  if not isRead then
    -- What is to be forgotten is forgotten, even if nobody can read it.
    if its.reduce then
      for at = k + 2, k + 6 do call('ZREM', KEYS[at], id) end
      call('HDEL', KEYS[k], id)
      local number = 1
      while call('HDEL', KEYS[k + 1], id .. '\0' .. number) == 1 do number = number + 1 end
    end
    return 0
  end
  if one.conversation and one.conversation ~= conversation then return 0 end
  local wasReduced = text and not one.conversation
  local function byDesk()
    return one.desk .. '\0' .. string.format('%016d', tonumber(one.openedAt)) .. '\0' .. id
  end
  local oldMember = text and byDesk()
  local last = tonumber(one.lastEntry)

  for name, value in pairs(its.set) do one[name] = value end
  for _, name in ipairs(its.drop) do one[name] = nil end
  if not (one.state and one.desk and one.openedAt) then return 0 end

  local reduced = one.state == '"closed"' and wasReduced or its.reduce
  if reduced then
    for number = 1, last do call('HDEL', KEYS[k + 1], id .. '\0' .. number) end
    for _, name in ipairs(its.private) do one[name] = nil end
    if one.state ~= '"closed"' then one.dueAt, one.waitingSince = nil, nil end
    one.state, one.closedAt, one.conversation = '"closed"', one.closedAt or its.at, nil
  else
    one.conversation = conversation
    for index, entry in ipairs(its.log) do call('HSET', KEYS[k + 1], id .. '\0' .. last + index, entry) end
  end
  one.lastEntry = string.format('%d', last + #its.log)
  one.changedAt = its.at
  call('HSET', KEYS[k], id, cjson.encode(one))

  local function index(at, isIn, score) if isIn then call('ZADD', at, score, id) else call('ZREM', at, id) end end
  local isOpen = one.state ~= '"closed"'
  index(KEYS[k + 2], isOpen, one.openedAt)
  index(KEYS[k + 3], true, one.openedAt)
  local member = byDesk()
  if oldMember ~= member then
    if oldMember then call('ZREM', KEYS[k + 4], oldMember) end
    call('ZADD', KEYS[k + 4], 0, member)
  end
  index(KEYS[k + 5], true, one.changedAt)
  index(KEYS[k + 6], not isOpen and not reduced, one.closedAt or one.changedAt)
  if its.tell ~= '' then call('PUBLISH', its.tell, id .. ' ' .. conversation) end
  return 1
end

