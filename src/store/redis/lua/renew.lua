-- Prolongs the lease of a shard, also one that is overdue and that nobody took.
-- KEYS: lease, inbox. ARGV: member, token, until.
-- Answers the last position in the inbox (0: empty), or -1 when the shard belongs to another.
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return -1 end
redis.call('HSET', KEYS[1], 'until', ARGV[3])
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
if not last[1] then return 0 end
return tonumber(string.sub(last[1][1], 3))
