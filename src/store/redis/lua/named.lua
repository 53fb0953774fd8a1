-- Takes or prolongs what one process at a time does; ends it when no time is given.
-- KEYS: lease. ARGV: member, now, until or ''. Answers 1 when it is the member's.
local lease = redis.call('HMGET', KEYS[1], 'owner', 'until')
local isOurs = lease[1] == ARGV[1]
if lease[1] and not isOurs and tonumber(lease[2]) > tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then
  if isOurs then redis.call('DEL', KEYS[1]) end
  return 0
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', ARGV[3])
return 1
