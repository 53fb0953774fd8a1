-- Reads replies again that are kept for it, delivered or not.
-- KEYS: records, replies. ARGV: conversation, after which number, limit. Answers number and body of each.
local record = redis.call('HGET', KEYS[1], ARGV[1])
local first, last = string.match(record or '', '^1(%d+),(%d+);')
if not first then return {} end
local number = math.max(tonumber(first), tonumber(ARGV[2]) + 1)
local answer, limit = {}, tonumber(ARGV[3]) * 2
while number <= tonumber(last) and #answer < limit do
  local body = redis.call('HGET', KEYS[2], ARGV[1] .. '\0' .. number)
  if body then
    answer[#answer + 1] = number
    answer[#answer + 1] = body
  end
  number = number + 1
end
return answer
