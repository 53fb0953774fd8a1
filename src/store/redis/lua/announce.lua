-- Says that a member is there until a time, and who else is; makes the keyspace when there is none.
-- KEYS: meta, members. ARGV: member, now, until, format, shards, epoch for a new keyspace, channel of news.
-- Answers format, shards, epoch, 1 when the keyspace was made just now, the number of members, and how many of them come
-- before this one by name.
local isMade = redis.call('HSETNX', KEYS[1], 'epoch', ARGV[6])
if isMade == 1 then redis.call('HSET', KEYS[1], 'format', ARGV[4], 'shards', ARGV[5]) end
local meta = redis.call('HMGET', KEYS[1], 'format', 'shards', 'epoch')
if ARGV[3] ~= '' then
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[2])
  local isNew = redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  if isNew == 1 then redis.call('PUBLISH', ARGV[7], ARGV[1]) end
end
local members, before = redis.call('ZRANGE', KEYS[2], 0, -1), 0
for _, name in ipairs(members) do
  if name < ARGV[1] then before = before + 1 end
end
return { meta[1], meta[2], meta[3], isMade, #members, before }
