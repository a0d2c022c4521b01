/**
 * The network an address belongs to: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one. Text that is
 * no address is its own network, so that rubbish in a header is limited like everything else.
 */
export function networkOf(address: string): string {
  const v4 = address.match(/^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i)
  if (v4) return `${v4[1]}.${v4[2]}.${v4[3]}.0/24`
  if (address.includes(':') && /^[0-9a-f:.]+$/i.test(address)) return `${expand(address).slice(0, 3).join(':')}::/48`
  return address.slice(0, 64)
}

function expand(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].map(part => part.replace(/^0+(?=.)/, ''))
}
