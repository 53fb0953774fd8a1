-- Takes a shard that is free, whose owner is overdue or that we had before. Every take-over raises the token, so that
-- nobody who held it earlier can write any more.
-- KEYS: lease. ARGV: member, now, until. Answers the token; 0 when another holds it.
local lease = redis.call('HMGET', KEYS[1], 'owner', 'until')
local isFree = not lease[1] or lease[1] == '' or lease[1] == ARGV[1] or tonumber(lease[2]) <= tonumber(ARGV[2])
if not isFree then return 0 end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', ARGV[3])
return redis.call('HINCRBY', KEYS[1], 'token', 1)
