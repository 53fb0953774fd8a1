-- Drops documents of a kind that are still as they were read. KEYS: documents. ARGV: id and text, again and again.
for index = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[index]) == ARGV[index + 1] then redis.call('HDEL', KEYS[1], ARGV[index]) end
end
