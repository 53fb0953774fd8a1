-- Gives a shard back. The token stays, so that it keeps rising.
-- KEYS: lease. ARGV: member, token. Answers 1 when it was ours.
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'owner', '', 'until', 0)
return 1
