// Chromium 86, which WeChat still brings to old phones, has no Object.hasOwn; the hashing library asks for it when it is
// loaded. Whoever imports that library imports this first.
const builtIn = Object as { hasOwn?: (object: object, name: PropertyKey) => boolean }
builtIn.hasOwn ??= (object, name) => Object.keys(object).includes(name as string)
