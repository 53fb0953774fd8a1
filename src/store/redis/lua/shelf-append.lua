-- Adds to a log of the office. KEYS: entries, last numbers of all logs. ARGV: log, when, body. Answers its number.
local number = redis.call('HINCRBY', KEYS[2], ARGV[1], 1)
redis.call('ZADD', KEYS[1], number, string.format('%d', number) .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
return number
