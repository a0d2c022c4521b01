/** T13: what people put where a site keeps the address to which it leads back; 200 and more of them. */
export function redirectPayloads(slug: string): readonly string[] {
  const hosts = ['evil.example', 'vote.example.cn.evil.example', 'vote.example.cn@evil.example', '2130706433', '[::1]']
  const leads = [
    'https://',
    'http://',
    '//',
    '///',
    '////',
    '/\\',
    '\\\\',
    '\\/',
    'https:',
    'https:/',
    'https:\\\\',
    'HTTPS://',
    '/%2f',
    '%2f%2f',
    '/%5c',
    '/%09/',
    '/\t/',
    '\n//',
    '\0//',
    ' //',
    '/.//',
    '/..//',
    '〱//',
    '／／',
    'javascript://',
    'data:text/html,',
    'ftp://',
    'weixin://',
  ]
  const own = [
    `ballot.${slug}`,
    `ballot.${slug}.`,
    `ballot.${slug}/..//evil.example`,
    `ballot.${slug}@evil.example`,
    `ballot.${slug}%0d%0aLocation: https://evil.example`,
    `ballot.${slug}\r\nLocation: https://evil.example`,
    `ballot.${slug}?next=//evil.example`,
    `ballot.${slug}#//evil.example`,
    `ballot.//evil.example`,
    'ballot./evil.example',
    'ballot.\\evil.example',
    'ballot...evil.example',
    'ballot.evil.example',
    'BALLOT.evil',
    'staff.qinghe',
    'ballot.%2e%2e',
    '__proto__.qinghe',
    'constructor.qinghe',
    'toString',
    '.',
    '..',
    '',
    '0',
    'null',
  ]
  const spread = leads.flatMap(lead => hosts.map(host => `${lead}${host}`))
  const inside = leads.map(lead => `ballot.${lead}evil.example`)
  const paths = ['', '/', '/x?y', '/%2e%2e'].flatMap(tail => leads.slice(0, 4).map(lead => `${lead}evil.example${tail}`))
  return [...new Set([...spread, ...inside, ...own, ...paths])]
}
