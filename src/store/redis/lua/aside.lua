-- Puts what cannot be read among the dead letters of a shard, so that the rest goes on.
-- KEYS: lease, stream, records, dead. ARGV: member, lease token, the name it gets, the letter, the
-- id in the stream or the conversation, the record that the
-- conversation begins anew with ('' for an entry).
-- Answers the letter's number; 0 when the shard belongs to another or the entry is gone.
local holder = redis.call('HMGET', KEYS[1], 'owner', 'token')
if holder[1] ~= ARGV[1] or holder[2] ~= ARGV[2] then return 0 end
if ARGV[6] == '' then
  if redis.call('XDEL', KEYS[2], ARGV[5]) == 0 then return 0 end
else
  redis.call('HSET', KEYS[3], ARGV[5], ARGV[6])
end
-- Numbered as replies of a conversation of that name: shown, discarded and forgotten like those.
local first, last = string.match(redis.call('HGET', KEYS[3], ARGV[3]) or '', '^1(%d+),(%d+);')
local number = tonumber(last or '0') + 1
redis.call('HSET', KEYS[3], ARGV[3], '1' .. (first or '1') .. ',' .. string.format('%d', number) .. ';[]')
redis.call('HSET', KEYS[4], ARGV[3] .. '\0' .. number, ARGV[4])
return number
