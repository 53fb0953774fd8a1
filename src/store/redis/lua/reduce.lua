-- Reduces cases that ended long ago to what statistics need.
-- KEYS: lease, and those of cases.lua. ARGV: member, token, what is done, without its time, and ids.
-- Answers nothing when the shard belongs to another.
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return false end
for index = 4, #ARGV do
  local text = redis.call('HGET', KEYS[2], ARGV[index])
  local isRead, one = pcall(cjson.decode, text or '')
  if text then
    local does = cjson.decode(ARGV[3])
    does.at = isRead and one.changedAt or ''
    changeCase(2, isRead and one.conversation or '', ARGV[index], cjson.encode(does))
  end
  -- Whatever it was: it would be looked at for ever.
  redis.call('ZREM', KEYS[8], ARGV[index])
end
return 1
