/**
 * The network an address belongs to: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one. Text that is
 * no address is its own network, so that rubbish in a header is limited like everything else.
 */
export function networkOf(address: string): string {
  const v4 = v4Of(address)
  if (v4) return `${v4.slice(0, 3).join('.')}.0/24`
  const v6 = v6Of(address)
  return v6 ? `${v6.slice(0, 3).join(':')}::/48` : address.slice(0, 64)
}

/** Who is behind an address, as far as it tells: an IPv4 address itself, the first 64 bits of an IPv6 one, which one line has. */
export function hostOf(address: string): string {
  const v4 = v4Of(address)
  if (v4) return `${v4.join('.')}/32`
  const v6 = v6Of(address)
  return v6 ? `${v6.slice(0, 4).join(':')}::/64` : address.slice(0, 64)
}

/** Some proxies write the port behind the address; it changes with every connection. */
function v4Of(address: string): readonly string[] | null {
  const found = address.match(/^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5})?$/i)
  return found ? found.slice(1, 5).map(part => String(Number(part))) : null
}

function v6Of(address: string): readonly string[] | null {
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(address)?.[1] ?? address
  return bare.includes(':') && /^[0-9a-f:.]+$/i.test(bare) ? expand(bare) : null
}

function expand(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].map(part => part.replace(/^0+(?=.)/, ''))
}
