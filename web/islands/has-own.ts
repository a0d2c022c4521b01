// Chromium 86, which WeChat still brings to old phones, has no Object.hasOwn; the hashing library asks for it when it is
// loaded. It is imported through sha256.ts alone, which imports this first.
const builtIn = Object as { hasOwn?: (object: object, name: PropertyKey) => boolean }
builtIn.hasOwn ??= (object, name) => Object.keys(object).includes(name as string)
