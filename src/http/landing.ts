/** Where an officer's browser comes back to after consenting at a platform. */

const words = [
  'Xong bước này rồi ạ. Anh chị chép cả dòng địa chỉ trên thanh trình duyệt, dán vào cửa sổ dòng lệnh đang chờ.',
  'Địa chỉ này chỉ dùng được trong vài phút. Đừng gửi cho ai.',
  '',
  "Done so far. Copy the whole line from the browser's address bar and paste it into the terminal that waits for it.",
  'It is good for some minutes. Show it to nobody.',
  '',
].join('\n')

/** A page that says what to do with its own address, which carries the consent and must not be kept. */
export function landing(): Response {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
  return new Response(words, { headers })
}
