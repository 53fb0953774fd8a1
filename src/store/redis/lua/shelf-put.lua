-- Puts a document of the office. KEYS: documents of its kind, kinds. ARGV: kind, id, expected version or '', now, when it
-- expires or '', body. Answers its version, 0 when another version is there.
local version, expires = string.match(redis.call('HGET', KEYS[1], ARGV[2]) or '', '^(%d+) (%d*) ')
if not version or (expires ~= '' and tonumber(expires) <= tonumber(ARGV[4])) then version = 0 end
if ARGV[3] ~= '' and tonumber(ARGV[3]) ~= tonumber(version) then return 0 end
local next = string.format('%d', version + 1)
redis.call('HSET', KEYS[1], ARGV[2], next .. ' ' .. ARGV[5] .. ' ' .. ARGV[6])
redis.call('SADD', KEYS[2], ARGV[1])
return tonumber(next)
